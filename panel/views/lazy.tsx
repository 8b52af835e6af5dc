import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Empty } from '../components/empty.tsx';
import { said } from '../store/notices.ts';
import { en } from '../strings/en.ts';
import type { ViewProps } from './view.ts';

type Shown = ComponentType<ViewProps>;
type Loaded = { readonly component: Shown } | { readonly problem: string };

const waiting: (() => Promise<unknown>)[] = [];

/** A view whose code is fetched when it is first shown, or by `fetchViews`: the tab opens without it. */
export function lazily(load: () => Promise<Shown>): Shown {
  let loaded: Loaded | null = null;
  const fetchOnce = async () => {
    if (loaded && 'component' in loaded) return loaded;
    loaded = await load().then(
      (component) => ({ component }),
      (error: unknown) => ({ problem: said(error) }),
    );
    return loaded;
  };
  waiting.push(fetchOnce);
  return function Lazy(props) {
    const [shown, show] = useState(loaded);
    useEffect(() => {
      if (!shown) void fetchOnce().then(show);
    }, [shown]);
    if (!shown) return null;
    return 'component' in shown ? (
      <shown.component {...props} />
    ) : (
      <Empty text={en.lazy.failed(shown.problem)} help={en.lazy.help} />
    );
  };
}

/** Fetches what was left out, so that no view waits when it is opened. */
export async function fetchViews(): Promise<void> {
  for (const load of waiting) await load();
}

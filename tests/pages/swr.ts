import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import useSWR, { SWRConfig } from 'swr';
import { publishPage } from './page.ts';

/** A key that is never the same again. */
const value = { provider: () => new Map() };
const root = createRoot(document.getElementById('root') as Element);

function User({ id }: { id: string }) {
  const { data } = useSWR<string>(id, (key: string) => Promise.resolve(key));
  return createElement('p', null, data);
}

publishPage({
  step(round, clean) {
    const user = createElement(User, { key: round, id: clean ? 'same' : `at ${round}` });
    root.render(createElement(SWRConfig, { value }, user));
  },
});

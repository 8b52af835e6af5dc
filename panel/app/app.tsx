import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Panel } from '../store/panel.ts';
import { views } from '../views/index.ts';
import { fetchViews } from '../views/lazy.tsx';
import { Banners } from './banners.tsx';
import { Footer } from './footer.tsx';
import { Help } from './help.tsx';
import { listenToImports } from './import-anywhere.ts';
import { listenToKeys } from './keyboard.ts';
import { Nav } from './nav.tsx';
import { NoticeList } from './notice-list.tsx';
import type { OwnRenders } from './own-renders.ts';
import { StretchBar } from './stretch-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import { TourBanner } from './tour-banner.tsx';

export function App({ panel, ownRenders }: { panel: Panel; ownRenders: OwnRenders }) {
  const help = useMemo(() => signal(false), []);
  useEffect(() => listenToKeys(document, panel, help), [panel, help]);
  useEffect(() => listenToImports(document, panel), [panel]);
  // After the first paint: effects run then.
  useEffect(() => void fetchViews(), []);
  const view = views.find(({ id }) => id === panel.selection.view.value) ?? views[0];
  return (
    <div class="panel">
      <Toolbar panel={panel} help={help} />
      <Nav panel={panel} />
      <main class="main" id="main" aria-label={view?.title}>
        <h1 class="visually-hidden">{view?.title}</h1>
        <TourBanner panel={panel} />
        <Banners panel={panel} />
        <StretchBar panel={panel} />
        {view && <view.component panel={panel} key={view.id} />}
      </main>
      <Footer panel={panel} ownRenders={ownRenders} />
      <NoticeList notices={panel.notices} />
      <Help open={help} panel={panel} />
    </div>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SourceSpot } from '../../source-maps/locate.ts';
import type { Panel } from '../../store/panel.ts';
import { en } from '../../strings/en.ts';

const text = en.components.detail;

/** Where a component is in the source, as terms of a list of facts. A click opens it in DevTools. */
export function SourcePlaces({ panel, component }: { panel: Panel; component: string }) {
  const { sources, components, platform } = panel;
  const live = components.live.value;
  const known = components.found.value.has(component);
  useEffect(() => {
    if (live && known) sources.look([component]);
  }, [sources, component, live, known]);
  const { available } = platform.resources;
  const located = sources.located.value.get(component);
  const places = [
    [text.defined, located?.definition ?? null],
    [text.used, located?.use ?? null],
  ] as const;
  const said = !available.available ? available.because : !live ? text.notLive : !located ? text.looking : null;
  const nothing = said ?? (places.every(([, spot]) => spot === null) ? text.noSource : null);
  return (
    <>
      <dt>{text.source}</dt>
      <dd data-testid="component-source">
        {nothing ??
          places.map(([title, spot]) => spot && <PlaceLink key={title} panel={panel} title={title} spot={spot} />)}
        {located?.name && located.name !== component && <span class="how">{en.components.inSource(located.name)}</span>}
      </dd>
    </>
  );
}

function PlaceLink({ panel, title, spot }: { panel: Panel; title: string; spot: SourceSpot }) {
  const failed = useSignal(false);
  const open = async () => {
    failed.value = !(await panel.sources.open(spot));
  };
  return (
    <span class="component__place">
      {title}{' '}
      <button
        type="button"
        class="link"
        data-testid="open-source"
        title={text.openHint(spot.url)}
        onClick={() => void open()}
      >
        {text.place(fileOf(spot.url), String(spot.line))}
      </button>
      {failed.value && (
        <span class="how" role="status">
          {text.notOpened(spot.url)}
        </span>
      )}
    </span>
  );
}

/** The last two parts of a path: enough to know the file by. */
function fileOf(url: string): string {
  return (
    url
      .replace(/[?#].*$/, '')
      .split(/[\\/]+/)
      .slice(-2)
      .join('/') || url
  );
}

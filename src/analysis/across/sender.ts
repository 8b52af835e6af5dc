import type { Milliseconds, Row } from '../../model/index.ts';
import { say } from '../../words/pairs.ts';

/** What probably sent a request: always inferred from time, never told by the browser. */
export interface Sender {
  readonly what: 'interaction' | 'script' | 'component';
  /** `click on button#reports`, a function with its script, or a component. */
  readonly name: string;
  /** The target of an interaction, the script's address, or nothing. */
  readonly detail: string;
}

/** What a document did, each in the order of time. */
export interface PageActivity {
  readonly interactions: readonly Row<'interactions'>[];
  readonly frameScripts: readonly Row<'frameScripts'>[];
  readonly slowRenders: readonly Row<'slowRenders'>[];
  readonly renders: readonly Row<'renders'>[];
}

/** Renders are told in windows of this length, which end at `at`. */
const renderWindow: Milliseconds = 250;
/** A component that rendered at most this long before is taken for the sender: effects run after the paint. */
const effectDelay: Milliseconds = 100;

/**
 * What was running when the request was sent: the handlers of an interaction, a script of a slow frame, a slow render, or else the only
 * component that rendered in that moment. Null where nothing is known to have run, or too much at once.
 */
export function senderOf({ at }: Row<'requests'>, activity: PageActivity): Sender | null {
  const interaction = last(
    activity.interactions,
    (row) => row.at <= at && at <= row.at + row.delay + row.processing + effectDelay,
  );
  if (interaction) {
    const { name, target } = interaction;
    return { what: 'interaction', name: target ? say('on', { event: name, target }) : name, detail: target };
  }
  const render = last(activity.slowRenders, (row) => row.at <= at && at <= row.at + row.duration + effectDelay);
  if (render) return { what: 'component', name: render.component, detail: '' };
  const script = last(activity.frameScripts, (row) => row.at <= at && at <= row.at + row.duration);
  if (script) return { what: 'script', name: script.invoker || script.name, detail: script.script };
  const near = activity.renders.filter((row) => row.at >= at - effectDelay && row.at <= at + renderWindow);
  const mounted = near.filter(({ mounts }) => mounts > 0);
  const [only, another] = mounted.length > 0 ? mounted : near;
  return only && !another ? { what: 'component', name: only.component, detail: '' } : null;
}

function last<R>(rows: readonly R[], holds: (row: R) => boolean): R | undefined {
  return rows.filter(holds).at(-1);
}

import { phrases } from './phrases.ts';

/** What a slow frame spent its time on. */
export const say = phrases('frames', {
  empty: 'A frame without any time in it.',
  share: '{part} of {whole} ms: {cause}.',
  shareNamed: '{part} of {whole} ms: {cause} ({names}).',
  collectionInside: '{sentence} A collection ran around it, and its pause is in these times.',
  scriptIn: '{name} in {script}',
  render: 'render',
  collection: 'garbage collection',
  forcedLayout: 'forced layout',
  layout: 'layout',
  script: 'script',
  unattributed: 'unattributed',
});

import { filled, text } from './section.ts';

/** Texts of the guided check. */
export const check = {
  title: text,
  teach: text,
  start: text,
  startHint: text,
  notHere: filled('because'),
  noPage: text,
  left: text,
  notCollected: text,
  measuringFirst: text,
  measuring: filled('round'),
  act: filled('round'),
  roundDone: text,
  finish: text,
  finishHint: filled('fewest', 'wanted'),
  cancel: text,
  again: text,
  steps: { prepare: text, repeat: text, result: text },
  stepsLabel: text,
  progress: filled('done', 'wanted'),
  round: text,
  before: text,
  series: {
    retained: text,
    nodes: text,
    listeners: text,
    heapFloor: text,
  },
  how: text,
} as const;

import { phrases } from './phrases.ts';

/** What an alert says. */
export const say = phrases('alerts', {
  heapShare: 'Heap at {share} of its {limit} limit; over {threshold} for {time}.',
  heapGrowth: 'Heap grew by {bytes} within {time}.',
  slowRender: '{component} took {duration} to render; {limit} is the limit.',
  noneSince: 'No slow render since.',
  cut: 'Another document or process began.',
});

import { phrases } from './phrases.ts';

/** What the guided check says. */
export const say = phrases('rounds', {
  tooFew_one: '{count} round is too few to judge; repeat the step at least {fewest} times, better {wanted}.',
  tooFew_other: '{count} rounds are too few to judge; repeat the step at least {fewest} times, better {wanted}.',
  grew_one: 'Each of {count} round left more than the one before: {parts} a round.',
  grew_other: 'Each of {count} rounds left more than the one before: {parts} a round.',
  quiet_one: 'Nothing grew in every one of {count} round.',
  quiet_other: 'Nothing grew in every one of {count} rounds.',
  heapNeeds: '{sentence} The heap itself needs {fewest} rounds to be judged.',
  heapFloor: '{bytes} of heap',
  retained_one: '{number} object that should be gone',
  retained_other: '{number} objects that should be gone',
  nodes_one: '{number} node in the document',
  nodes_other: '{number} nodes in the document',
  listeners_one: '{number} event listener',
  listeners_other: '{number} event listeners',
});

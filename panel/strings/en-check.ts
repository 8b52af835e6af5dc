/** Texts of the guided check. */
export const check = {
  title: 'Guided check',
  teach:
    'Choose a step that should leave nothing behind: open and close a dialog, go to a page and back. Do it once before you start, so that everything is loaded. Then repeat it here; after each round garbage is collected and what is left is counted. Only what grows in every round accuses.',
  start: 'Start',
  startHint: 'Collects garbage and counts the state to compare with',
  notHere: (because: string) => `This check needs forced collections. ${because}`,
  noPage: 'There is no page to check yet. Reload it, then start again.',
  left: 'The page was left, so its rounds cannot be compared any more. Start again.',
  notCollected:
    'The page did not notice the forced collection, so this round does not count. Is the page hidden or stopped in the debugger?',
  measuring: (round: number) =>
    round === 0
      ? 'Collecting garbage and counting what is there…'
      : `Collecting garbage and counting what round ${round} left…`,
  act: (round: number) => `Round ${round}: do the step in the page and undo it. Then press “Round done”.`,
  roundDone: 'Round done',
  finish: 'Finish',
  finishHint: (fewest: number, wanted: number) => `A verdict needs ${fewest} rounds, better ${wanted}`,
  cancel: 'Cancel',
  again: 'Check again',
  steps: ['Prepare', 'Repeat', 'Result'],
  stepsLabel: 'Steps of the check',
  progress: (done: number, wanted: number) => `${done} of ${wanted} rounds`,
  round: 'Round',
  before: 'Before',
  series: {
    retained: 'Should be gone',
    nodes: 'Nodes',
    listeners: 'Listeners',
    heapFloor: 'Heap after collection',
  },
  how: 'Counted after two forced collections in each round.',
} as const;

/** Texts about objects that should be gone and are not. */
export const retained = {
  from: 'Where from',
  unknownPlace: 'unknown',
  actions: 'Actions',
  inspect: 'Inspect',
  inspectLabel: (label: string) => `Inspect ${label}`,
  inspectHint: 'Show one of them in Elements or Sources',
  more: (label: string) => `More for ${label}`,
  print: 'Print to the console',
  ignore: 'Ignore on this site',
  onlyTopFrame: 'Only objects of the top frame can be shown.',
  onlyLive: 'Only objects of the page that is open now can be shown.',
  shown: {
    element: (label: string) => `${label} is shown in Elements.`,
    place: (label: string) =>
      `Elements shows where ${label} was taken out of the document: DevTools cannot show an element that is outside of it. “Print to the console” shows the element itself.`,
    source: (label: string) => `The function of ${label} is shown in Sources.`,
    none: (label: string) =>
      `${label} is neither an element of the document nor a function, and DevTools shows nothing else. “Print to the console” shows it there.`,
    printed: (label: string) =>
      `${label} stands in the console, which holds it from now on. Empty the console before you go on measuring.`,
    gone: (label: string) => `${label} has been collected meanwhile.`,
    'no-answer': (label: string) =>
      `The page did not hand ${label} over. Is recording paused, or the page stopped in the debugger?`,
  },
  tool: (name: string) => `${name}?`,
  toolWhy: (name: string, evidence: string) => `${name} may be what holds it (${evidence}).`,
  toolsTitle: 'Tools that hold objects',
  tools: (names: string) =>
    `At work in this page: ${names}. Such tools hold on to components and their elements. Compare with a production build, or without the tool, before you blame the page.`,
  toolItem: (name: string, evidence: string) => `${name}: ${evidence}.`,
  console:
    'While DevTools is open, the console holds every object that the page logs. This check collects garbage, empties the console, collects again, and names what was held by nothing else.',
  consoleCheck: 'Was it the console?',
  consoleCounting: 'Collecting garbage and counting…',
  consoleClearing: 'The console is empty; collecting again…',
  consoleHeld: (count: string, label: string, kind: string) => `${count} × ${label} (${kind})`,
  consoleFreed: 'Held by the console alone, and gone since it was emptied:',
  consoleInnocent: (left: string) => `Nothing was held by the console alone; ${left} objects are still alive.`,
  consoleNothing: 'Nothing was held by the console alone.',
  cancel: 'Cancel',
  ignoredTitle: (labels: number) => `Ignored on this site: ${labels} ${labels === 1 ? 'label' : 'labels'}`,
  ignoredWhy: 'They are followed all the same, but do not count in the verdict, the guided check and the badge.',
  ignoredNow: (count: string, kind: string) => `${kind}, ${count} alive now`,
  countAgain: 'Count again',
  countAgainLabel: (label: string) => `Count again: ${label}`,
  ignoredNote: (count: string) => `${count} ignored objects do not count.`,
  nowIgnored: (label: string) => `${label} does not count on this site any more.`,
  notKept: (reason: string) => `The list of ignored labels could not be kept: ${reason}`,
} as const;

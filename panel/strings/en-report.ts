/** Texts of the HTML report. */
export const report = {
  title: 'Memory+ report',
  recorded: (date: string, length: string) => `Recorded ${date}, ${length} long.`,
  samples: (samples: string, dropped: string) => `${samples} samples, ${dropped} dropped.`,
  madeBy: (version: string) => `Made by Memory+ ${version}.`,
  heapOverTime: 'Heap over time',
  heapCaption: 'Line: heap in use. Dots: heap after collections (the floor).',
  more: (count: string) => `${count} more stand in the exported recording.`,
} as const;

/** Lines to copy into a program or a terminal: the same in every language. */
export const codeSamples = {
  routes: 'imports: [MemoryManagementModule.forRoot({ routes: true })]',
  metrics: 'MemoryManagementModule.forRoot({ metrics: true })',
  snapshotSignal: 'node --heapsnapshot-signal=SIGUSR2 app.js',
  writeSnapshot: "require('node:v8').writeHeapSnapshot()",
} as const;

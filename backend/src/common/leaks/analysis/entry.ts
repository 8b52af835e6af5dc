/** What the worker thread runs, as it lies beside this file in what was built. */
export const workerEntry = new URL('./analysis.worker.js', import.meta.url);

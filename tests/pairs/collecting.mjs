// Collects garbage every few seconds (needs --expose-gc): a recording of minutes then has the floors of an hour.
const every = 3_000;

/** @param {(() => void)} [after] is called after each collection */
export function collectRegularly(after = () => {}) {
  if (!globalThis.gc) throw new Error('Start this with --expose-gc.');
  setInterval(() => {
    globalThis.gc?.();
    after();
  }, every).unref();
}

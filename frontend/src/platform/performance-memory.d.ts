/** Chrome's own addition to the Performance interface. */
interface Performance {
  readonly memory?: unknown;
}

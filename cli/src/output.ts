/** Where a command writes and how it says its result; the real one is the process, tests pass their own. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  exit(code: number): void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

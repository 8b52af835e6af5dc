import { en } from '../strings/en.ts';

/**
 * Evaluates an expression in the inspected page, with the console's helpers. Throws an Error where the page cannot be reached
 * (a browser page) or the expression throws. The callback form is the one on which all browsers agree: as a promise, Chrome gives the
 * value alone and Firefox a pair.
 */
export function evaluate(expression: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    chrome.devtools.inspectedWindow.eval(expression, (result: unknown, exception: unknown) => {
      const failure = exception as Failure | undefined;
      // Firefox has it so when the page leaves meanwhile.
      const { lastError } = chrome.runtime;
      if (lastError) reject(new Error(lastError.message ?? en.platform.pageLeft));
      else if (failure?.isError || failure?.isException) reject(new Error(reasonOf(failure)));
      else resolve(result);
    });
  });
}

interface Failure {
  readonly isError?: boolean;
  readonly isException?: boolean;
  readonly value?: string;
  readonly description?: string;
  readonly details?: readonly unknown[];
}

/** `description` may hold a `%s` that the first of `details` belongs into. */
function reasonOf({ value, description, details }: Failure): string {
  const text = value ?? description ?? en.platform.unknownReason;
  return text.replace('%s', String(details?.[0] ?? '')).slice(0, 200);
}

import { en } from '../strings/en.ts';

/** The browser lets no extension look into this page. */
export class Refused extends Error {}

/** Chrome's and Firefox's words for it; a page that is just leaving is told in others. */
const refusal = /permission denied|extension is not allowed/i;
const maxTries = 3;
const betweenTries = 200;

/** As `evaluate`, tried again: right after a navigation it may fail although nothing is wrong. */
export async function evaluatePatiently(expression: string): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await evaluate(expression);
    } catch (error) {
      if (tries === maxTries || error instanceof Refused) throw error;
      await new Promise((resolve) => setTimeout(resolve, betweenTries));
    }
  }
}

/**
 * Evaluates an expression in the inspected page, with the console's helpers. Throws `Refused` on a page of the browser's, another Error
 * where no page can be reached or the expression throws. The callback form is the one on which all browsers agree: as a promise, Chrome
 * gives the value alone and Firefox a pair.
 */
export function evaluate(expression: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    chrome.devtools.inspectedWindow.eval(expression, (result: unknown, exception: unknown) => {
      const failure = exception as Failure | undefined;
      // Firefox has it so when the page leaves meanwhile.
      const { lastError } = chrome.runtime;
      if (lastError) reject(new Error(lastError.message ?? en.platform.pageLeft));
      else if (failure?.isError || failure?.isException) reject(errorOf(failure));
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

function errorOf(failure: Failure): Error {
  const reason = reasonOf(failure);
  return failure.isError && refusal.test(reason) ? new Refused(reason) : new Error(reason);
}

/** `description` may hold a `%s` that the first of `details` belongs into. */
function reasonOf({ value, description, details }: Failure): string {
  const text = value ?? description ?? en.platform.unknownReason;
  return text.replace('%s', String(details?.[0] ?? '')).slice(0, 200);
}

import { type Audience, joined } from './audience.ts';

/** The headers of an answer that is not sent yet. */
export interface AnswerHeaders {
  get(name: string): unknown;
  set(name: string, value: string): void;
}

/** Writes the timing into an answer, beside what the application itself says there. */
export function tellTiming(timing: string, { allow }: Audience, headers: AnswerHeaders): void {
  headers.set('server-timing', joined(headers.get('server-timing'), timing));
  if (allow === null) return;
  headers.set('timing-allow-origin', joined(headers.get('timing-allow-origin'), allow));
  headers.set('vary', joined(headers.get('vary'), 'Origin'));
}

import type { AlertNotice } from './alert-notice.ts';

/** Who is told of alerts. Each is off unless it is named. Addresses and keys are secrets: they are never logged or answered. */
export interface AlertingOptions {
  /** An incoming webhook of Slack. */
  readonly slack?: { readonly webhookUrl: string };
  /** The key of an Events API v2 integration of PagerDuty. `url` for its European service. */
  readonly pagerDuty?: { readonly routingKey: string; readonly url?: string };
  /** Any address that takes JSON. With a secret each request is signed. */
  readonly webhook?: { readonly url: string; readonly secret?: string };
  /** How this process is called in alerts; the name of the host unless told otherwise. */
  readonly instance?: string;
}

/** A request as it goes out. */
export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes the message of one try. */
export type Compose = (notice: AlertNotice) => Message;

/** One kind of receiver. */
export interface Notifier {
  readonly name: string;
  /** What is wrong with its options, in words for the person who configures the application; never with a value in them. */
  problems(options: AlertingOptions): readonly string[];
  /** Undefined when it is not configured. */
  composer(options: AlertingOptions): Compose | undefined;
}

export function jsonMessage(url: string, value: unknown): Message {
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** Ends a text at `longest` characters, with a mark where something was left out. */
export function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

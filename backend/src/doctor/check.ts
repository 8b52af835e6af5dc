import type { ServerSettings } from '../environment.ts';
import type { PrometheusClient } from './prometheus-client.ts';
import type { ServerClient } from './server-client.ts';

/** `skipped`: it could not be looked at, and `detail` says why. */
export type Finding =
  | { readonly state: 'ok' | 'skipped'; readonly detail: string }
  | { readonly state: 'failed'; readonly detail: string; readonly fix: string };

/** The file with the settings as it was found. */
export interface SettingsFile {
  readonly path: string;
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Null when they are wrong; `problem` then says all that is. */
  readonly settings: ServerSettings | null;
  readonly problem: string;
}

export interface DoctorContext {
  readonly server: ServerClient;
  /** Null: no file was given, and there is none at the usual place. */
  readonly file: SettingsFile | null;
  readonly prometheus: PrometheusClient | null;
}

/** One line of the check-lists. A check that throws has failed, with the message as its detail. */
export interface Check {
  readonly id: string;
  readonly stage: 'before deployment' | 'after deployment';
  readonly title: string;
  run(context: DoctorContext): Promise<Finding>;
}

export const ok = (detail: string): Finding => ({ state: 'ok', detail });
export const skipped = (detail: string): Finding => ({ state: 'skipped', detail });
export const failed = (detail: string, fix: string): Finding => ({ state: 'failed', detail, fix });

export const noFile = skipped('There is no file with settings to look at; name one with --env.');

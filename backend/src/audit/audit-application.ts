import { pathToFileURL } from 'node:url';
import type { Audit } from '@memory-plus/core/protocol/backend';
import type { DynamicModule, Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { withDeadline } from '../common/utils/deadline.ts';
import { discoverServices } from './discover-services.ts';
import { type LeftBehind, LeftBehindWatch } from './left-behind.ts';
import { ServiceAudit } from './service-audit.ts';

export type ApplicationModule = Type | DynamicModule;

/** Puts load on the application at `url`. A failure ends the audit. */
export type Load = (context: { readonly url: string; readonly round: number }) => unknown;

export interface ServiceReport extends Omit<Audit, 'schema' | 'bootId' | 'serverTime'> {
  /** Timers, listeners and subscriptions that were still there after the application was closed. */
  readonly leftBehind: readonly LeftBehind[];
}

/** What could not be loaded, in words for a person. */
export class AuditFileError extends Error {}

/** One round stands for one minute, so that growth per minute reads as growth per round, however fast the load is. */
const roundTime = 60_000;
const closeDeadline = 10_000;

/**
 * Starts the application on a free port of this machine, loads it round by round, looks at its services after each round, closes it, and
 * looks at what they left behind.
 */
export async function auditApplication(module: ApplicationModule, load: Load, rounds: number): Promise<ServiceReport> {
  const watch = new LeftBehindWatch();
  watch.start();
  try {
    const { services, report } = await loaded(module, load, rounds);
    return { ...report, leftBehind: watch.report(services) };
  } finally {
    watch.stop();
  }
}

async function loaded(module: ApplicationModule, load: Load, rounds: number) {
  const app = await NestFactory.create(module, { logger: ['error', 'warn'], abortOnError: false });
  try {
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const services = discoverServices(app.get(ModulesContainer));
    const audit = new ServiceAudit(services);
    for (let round = 0; round < rounds; round++) {
      await load({ url, round });
      audit.sample(round * roundTime);
    }
    return { services, report: audit.report() };
  } finally {
    await withDeadline(app.close(), closeDeadline);
  }
}

/** @throws AuditFileError */
export async function loadModule(file: string): Promise<ApplicationModule> {
  const exported = await importFile(file);
  const all = Object.values(exported);
  const found = exported.default ?? exported.AppModule ?? (all.length === 1 ? all[0] : undefined);
  if (isModule(found)) return found;
  throw new AuditFileError(`${file} exports no module: export it as default or as AppModule.`);
}

/** @throws AuditFileError */
export async function loadScript(file: string): Promise<Load> {
  const { default: load } = await importFile(file);
  if (typeof load === 'function') return (context) => Reflect.apply(load, undefined, [context]);
  throw new AuditFileError(`${file} exports no function as default.`);
}

async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw new AuditFileError(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isModule(value: unknown): value is ApplicationModule {
  return typeof value === 'function' || (typeof value === 'object' && value !== null && 'module' in value);
}

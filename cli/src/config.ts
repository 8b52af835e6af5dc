import { existsSync, readFileSync } from 'node:fs';
import { type Budgets, budgetReaders, defaultBudgets } from './budgets.ts';
import { InputError, messageOf } from './errors.ts';

/** Read from the folder that the command runs in, when it is there. */
export const configName = 'memory-plus.config.json';

/** Settings from the command line win over those of the file, and those over the defaults. */
export function loadBudgets(flags: Readonly<Record<string, unknown>>, configPath: string | undefined): Budgets {
  const path = configPath ?? (existsSync(configName) ? configName : undefined);
  const file = path === undefined ? {} : readConfig(path);
  return { ...defaultBudgets, ...file, ...readBudgets(flags, (key) => `--${kebab(key)}`) };
}

function readConfig(path: string): Partial<Budgets> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InputError(`The configuration ${path} cannot be used: ${messageOf(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(`The configuration ${path} must be an object of settings.`);
  const unknown = Object.keys(value).find((key) => !(key in budgetReaders) && key !== '$schema');
  if (unknown !== undefined)
    throw new InputError(
      `The configuration ${path} has an unknown setting "${unknown}"; there are ${Object.keys(budgetReaders).join(', ')}.`,
    );
  return readBudgets(value as Record<string, unknown>, (key) => `${path}: ${key}`);
}

function readBudgets(values: Readonly<Record<string, unknown>>, nameOf: (key: string) => string): Partial<Budgets> {
  const read = Object.entries(budgetReaders)
    .filter(([key]) => values[key] !== undefined)
    .map(([key, reader]) => [key, reader(values[key], nameOf(key))]);
  return Object.fromEntries(read) as Partial<Budgets>;
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

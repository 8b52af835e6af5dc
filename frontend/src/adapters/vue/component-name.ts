import { cut } from '../../platform/text.ts';
import type { Component } from '../../renders/render-log.ts';
import { componentNames } from '../component-names.ts';

/** The parts of Vue's component instance that its name is read from. */
export interface Instance {
  readonly type?: unknown;
  readonly parent?: Instance | null;
  readonly appContext?: { readonly components?: unknown };
}

const componentOfType = componentNames<Instance>((type, instance) => {
  const { name, __name, displayName, __file } = type as Record<string, unknown>;
  const file = typeof __file === 'string' ? /([^/\\]+)\.\w+$/.exec(__file)?.[1] : undefined;
  const own = cut(displayName) || cut(name) || cut(__name) || cut(file);
  return own || registeredName(type, instance);
});

/** The component that an instance belongs to. */
export const componentOf = (instance: Instance): Component => componentOfType(instance.type, instance);

/** The name under which the parent or the application registered a component that has none of its own. */
function registeredName(type: object, { parent, appContext }: Instance): string {
  const local = isObject(parent?.type) ? Reflect.get(parent.type, 'components') : null;
  for (const registry of [local, appContext?.components]) {
    const entry = isObject(registry) ? Object.entries(registry).find(([, registered]) => registered === type) : null;
    if (entry) return cut(entry[0]);
  }
  return '';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

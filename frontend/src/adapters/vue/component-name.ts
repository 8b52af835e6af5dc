import { cut } from '../../platform/text.ts';
import type { Component } from '../../renders/render-log.ts';
import { componentNames } from '../component-names.ts';

/** The part of Vue's component instance that its name is read from. */
export interface Instance {
  readonly type?: unknown;
}

const componentOfType = componentNames((type) => {
  const { name, __name, displayName, __file } = type as Record<string, unknown>;
  const file = typeof __file === 'string' ? /([^/\\]+)\.\w+$/.exec(__file)?.[1] : undefined;
  return cut(displayName) || cut(name) || cut(__name) || cut(file);
});

/** The component that an instance belongs to. */
export const componentOf = (instance: Instance): Component => componentOfType(instance.type);

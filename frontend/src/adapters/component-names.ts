import type { Component } from '../renders/render-log.ts';

const anonymous = '(anonymous)';

type NameOf<Instance> = (type: object, instance: Instance) => string;

/**
 * One `Component` for each type of a framework, found again without holding the type. `nameOf` may throw or answer ''; it is asked with
 * the first instance of the type that renders.
 */
export function componentNames<Instance = void>(
  nameOf: NameOf<Instance>,
): (type: unknown, instance: Instance) => Component {
  const known = new WeakMap<object, Component>();
  const nameless: Component = { name: anonymous };
  return (type, instance) => {
    if ((typeof type !== 'object' && typeof type !== 'function') || type === null) return nameless;
    let component = known.get(type);
    if (!component) {
      component = { name: attempt(() => nameOf(type, instance)) || anonymous };
      known.set(type, component);
    }
    return component;
  };
}

function attempt(name: () => string): string {
  try {
    return name();
  } catch {
    return '';
  }
}

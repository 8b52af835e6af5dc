import type { Component } from '../renders/render-log.ts';

const anonymous = '(anonymous)';

/** One `Component` for each type of a framework, found again without holding the type. `nameOf` may throw or answer ''. */
export function componentNames(nameOf: (type: object) => string): (type: unknown) => Component {
  const known = new WeakMap<object, Component>();
  const nameless: Component = { name: anonymous };
  return (type) => {
    if ((typeof type !== 'object' && typeof type !== 'function') || type === null) return nameless;
    let component = known.get(type);
    if (!component) {
      component = { name: attempt(nameOf, type) || anonymous };
      known.set(type, component);
    }
    return component;
  };
}

function attempt(nameOf: (type: object) => string, type: object): string {
  try {
    return nameOf(type);
  } catch {
    return '';
  }
}

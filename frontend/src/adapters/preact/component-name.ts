import { cut } from '../../platform/text.ts';
import { componentNames } from '../component-names.ts';

/** The component that a virtual node's type stands for. */
export const componentOf = componentNames((type) => {
  const { displayName, name } = type as { displayName?: unknown; name?: unknown };
  return cut(displayName) || cut(name);
});

import { type ComponentPlace, type FoundComponent, maxCodeLength } from '@memory-plus/core/protocol';
import type { ComponentTree } from '../adapters/component-tree.ts';

/** What the trees know of the components called `names`, in their order. */
export function findComponents(trees: readonly ComponentTree[], names: readonly string[]): FoundComponent[] {
  const found = new Map(names.map((name) => [name, { mounted: 0, places: [] as ComponentPlace[], code: '' }]));
  const wanted = new Set(names);
  let walked = false;
  for (const tree of trees) {
    const answered = tree.walk(wanted, (component) => {
      const known = found.get(component.name);
      if (!known) return;
      known.mounted++;
      // Each instance may have been made elsewhere; the first one stands for all.
      if (known.mounted > 1) return;
      const place = component.place();
      if (place) known.places.push(place);
      known.code = beginningOf(component.code());
    });
    walked ||= answered;
  }
  return [...found].map(([component, known]) => ({ component, walked, ...known }));
}

function beginningOf(code: unknown): string {
  return typeof code === 'function' ? Function.prototype.toString.call(code).slice(0, maxCodeLength) : '';
}

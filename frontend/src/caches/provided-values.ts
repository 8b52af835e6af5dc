/** Fibers looked at in one root: providers stand at its top. */
export const maxFibers = 400;
/** Children of the body that may be roots. */
const maxContainers = 50;
const contextProvider = 10;

interface Fiber {
  readonly tag?: unknown;
  readonly child?: Fiber | null;
  readonly sibling?: Fiber | null;
  readonly memoizedProps?: { readonly value?: unknown } | null;
}

/**
 * What React's context providers at the top of the page's trees provide: where libraries put the object that has their cache. Reads
 * only, keeps nothing, and looks at a bounded number of fibers, level by level. Works in production builds too.
 */
export function providedValues({ body }: Document): object[] {
  const values: object[] = [];
  if (!body) return values;
  for (const container of [body, ...Array.from(body.children).slice(0, maxContainers)]) {
    const queue = [rootFiber(container)];
    for (let looked = 0; looked < Math.min(queue.length, maxFibers); looked++) {
      const fiber = queue[looked];
      const value = fiber?.tag === contextProvider ? fiber.memoizedProps?.value : null;
      if (typeof value === 'object' && value !== null) values.push(value);
      for (let child = fiber?.child; child && queue.length < maxFibers; child = child.sibling) queue.push(child);
    }
  }
  return values;
}

/** The last committed tree of a root that was rendered into `container`, from React 16 to 19. */
function rootFiber(container: Element): Fiber | null {
  const holder = container as unknown as Record<string, unknown>;
  const key = Object.keys(container).find((name) => name.startsWith('__reactContainer$'));
  // Up to React 16 the container has the root itself, wrapped once.
  const legacy = (holder._reactRootContainer as { _internalRoot?: unknown } | undefined)?._internalRoot;
  const root = key ? (holder[key] as { stateNode?: unknown } | null)?.stateNode : legacy;
  return (root as { current?: Fiber } | null | undefined)?.current ?? null;
}

// What an instrumentation with bippy does at least: walk the fibers of each commit and count the components that rendered.
import { getDisplayName, instrument, isCompositeFiber, traverseRenderedFibers } from 'bippy';

/** @type {Map<string, number>} */
const seen = new Map();

instrument({
  onCommitFiberRoot(_, root) {
    traverseRenderedFibers(root, (fiber) => {
      if (!isCompositeFiber(fiber)) return;
      const name = getDisplayName(fiber.type) ?? '(anonymous)';
      seen.set(name, (seen.get(name) ?? 0) + 1);
    });
  },
});
Object.assign(window, { seen });

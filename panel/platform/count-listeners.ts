import { evaluate } from './evaluate.ts';

/** Above this many elements, asking each would stop the page for too long. */
const mostElements = 20_000;

/** `getEventListeners` is a helper of the console: only DevTools can tell who listens. */
const count = `(() => {
  if (typeof getEventListeners !== 'function') return null;
  const elements = document.getElementsByTagName('*');
  if (elements.length > ${mostElements}) return null;
  let listeners = 0;
  for (const target of [window, document, ...elements])
    for (const list of Object.values(getEventListeners(target))) listeners += list.length;
  return listeners;
})()`;

/** Event listeners on the window, the document and its elements; null where that cannot be told. */
export async function countListeners(): Promise<number | null> {
  const listeners = await evaluate(count).catch(() => null);
  return typeof listeners === 'number' && Number.isSafeInteger(listeners) && listeners >= 0 ? listeners : null;
}

import { createElement } from 'preact';

/** Numbers with their units and intervals: what the eye should find in a sentence. */
const figures =
  /([+−-]?\d[\d.,]*(?: ± \d[\d.,]*)?(?:\s?(?:%|(?:B|[KMG]B|kB|[KMG]iB)(?:\/min)?|ms|s|min|h|days|frames?|renders?|collections?|entries)(?![a-z]))?)/;

/** A sentence with its figures in bold. Text only: nothing in it is ever markup. */
export function Prose({ text }: { text: string }) {
  const parts = text.split(figures).map((part, index) => (index % 2 === 1 ? createElement('b', null, part) : part));
  return createElement('p', { class: 'prose' }, ...parts);
}

import { type Verdict, type VerdictWord, verdictWords } from '../../model/index.ts';

const verbs: Readonly<Record<VerdictWord, { readonly one: string; readonly both: string }>> = {
  'insufficient-data': { one: 'is not known well enough yet', both: 'are not known well enough yet' },
  clean: { one: 'is flat', both: 'are flat' },
  growing: { one: 'grows', both: 'grow' },
  suspect: { one: 'goes on growing', both: 'go on growing' },
  leak: { one: 'leaks', both: 'leak' },
};

export function grows({ word }: Pick<Verdict, 'word'>): boolean {
  return word === 'growing' || word === 'suspect' || word === 'leak';
}

/** "The server leaks, the page is flat": what grows more first. `server`: what is known of it now, by whatever rule. */
export function saySides(page: Pick<Verdict, 'word'>, server: Pick<Verdict, 'word'>): string {
  if (page.word === server.word) return `Server and page ${verbs[page.word].both}`;
  const sides = [
    { name: 'server', word: server.word },
    { name: 'page', word: page.word },
  ];
  // Too little data says less than a flat heap, and comes last.
  const rank = (word: VerdictWord) => verdictWords.indexOf(word);
  const [first, second] = sides.sort((a, b) => rank(b.word) - rank(a.word));
  return first && second
    ? `The ${first.name} ${verbs[first.word].one}, the ${second.name} ${verbs[second.word].one}`
    : '';
}

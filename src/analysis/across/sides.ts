import { type Finding, type VerdictWord, verdictWords } from '../../model/index.ts';
import { type PairFacts, shortestProof } from './facts.ts';

const verbs: Readonly<Record<VerdictWord, { readonly one: string; readonly both: string }>> = {
  'insufficient-data': { one: 'is not known well enough yet', both: 'are not known well enough yet' },
  clean: { one: 'is flat', both: 'are flat' },
  growing: { one: 'grows', both: 'grow' },
  suspect: { one: 'goes on growing', both: 'go on growing' },
  leak: { one: 'leaks', both: 'leak' },
};

export function grows(word: VerdictWord): boolean {
  return rank(word) >= rank('growing');
}

function rank(word: VerdictWord): number {
  return verdictWords.indexOf(word);
}

/** How sure the growth is that was put down to requests; null where none was. */
export function wordByRequests({ server, attribution }: PairFacts): Finding['word'] | null {
  const { routes, window } = attribution;
  if (!window || !routes.some(({ proven }) => proven)) return null;
  if (window.to - window.from < shortestProof) return 'growing';
  return server.word === 'leak' ? 'leak' : 'suspect';
}

/** What is known of the server: growth that was put down to requests is growth, though its own series may call it a flight of stairs. */
export function serverWord(facts: PairFacts): VerdictWord {
  const { word } = facts.server;
  const found = wordByRequests(facts);
  return found !== null && rank(found) > rank(word) ? found : word;
}

/** "The server leaks, the page is flat": what grows more first. */
export function saySides(facts: PairFacts): string {
  const { page } = facts;
  const word = serverWord(facts);
  if (page.word === word) return `Server and page ${verbs[page.word].both}`;
  const sides = [
    { name: 'server', word },
    { name: 'page', word: page.word },
  ];
  // Too little data says less than a flat heap, and comes last.
  const [first, second] = sides.sort((a, b) => rank(b.word) - rank(a.word));
  return first && second
    ? `The ${first.name} ${verbs[first.word].one}, the ${second.name} ${verbs[second.word].one}`
    : '';
}

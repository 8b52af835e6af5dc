import { type Finding, type VerdictWord, verdictWords } from '../../model/index.ts';
import { say } from '../../words/pairs.ts';
import { type PairFacts, shortestProof } from './facts.ts';

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
  if (page.word === word) return say(`both_${short(word)}`);
  // Too little data says less than a flat heap, and comes last.
  return rank(page.word) > rank(word)
    ? say('sides', { first: say(`page_${short(page.word)}`), second: say(`andServer_${short(word)}`) })
    : say('sides', { first: say(`server_${short(word)}`), second: say(`andPage_${short(page.word)}`) });
}

/** A verdict as a part of a phrase's key. */
function short(word: VerdictWord) {
  return word === 'insufficient-data' ? 'insufficient' : word;
}

import type { Finding } from '../../model/index.ts';
import { say } from '../../words/rules.ts';
import { noEvidence } from '../explain.ts';
import type { RetainedFacts } from '../facts.ts';

/** Collections that an object must outlive: the first one may run while a job still holds it. */
const provenCollections = 2;
/** Reports in a row that counted more. A pool or an undo buffer keeps its objects, but stops growing. */
const provenRises = 3;
/** Objects that stand still, but are many. */
const manyObjects = 10;

/** Worst finding over `groups`: a watched object is proof by itself, other things when they grow collection after collection. */
export function judgeRetained(rule: string, groups: readonly RetainedFacts[]): Finding | null {
  const judged = groups
    .filter((g) => g.count > 0 && g.collections >= provenCollections)
    .map((g) => ({ group: g, word: wordFor(g) }))
    .filter((j) => j.word !== null)
    .sort((a, b) => Number(b.word === 'leak') - Number(a.word === 'leak') || b.group.count - a.group.count);
  const worst = judged[0];
  if (!worst?.word) return null;
  const { group } = worst;
  const others = judged.length - 1;
  return {
    rule,
    word: worst.word,
    evidence: {
      ...noEvidence(say('retainedHow')),
      points: group.rises + 1,
      collections: group.collections,
      window: { from: group.since, to: group.at },
    },
    sentences: [sayRetained(group), ...(others > 0 ? [say.counted('retainedToo', others)] : [])],
  };
}

function sayRetained({ what, label, count, collections, rises }: RetainedFacts): string {
  const counted = say.counted(what, count);
  const words = {
    what: label ? say('retainedLabel', { what: counted, label }) : counted,
    collections: say.counted('collections', collections),
  };
  return rises > 0 ? say('retainedRising', { ...words, times: say.counted('times', rises) }) : say('retained', words);
}

function wordFor(group: RetainedFacts): Finding['word'] | null {
  if (group.what === 'watched' || group.rises >= provenRises) return 'leak';
  if (group.count >= manyObjects) return 'suspect';
  return group.rises > 0 ? 'growing' : null;
}

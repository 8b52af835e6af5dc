import type { VerdictWord } from '@memory-plus/core/model';
import { en } from '../strings/en.ts';

export type Tone = 'bad' | 'warning' | 'good' | 'quiet';

export const verdictTones: Readonly<Record<VerdictWord, Tone>> = {
  'insufficient-data': 'quiet',
  clean: 'good',
  growing: 'warning',
  suspect: 'warning',
  leak: 'bad',
};

/** A word in a coloured tag. The colour never says more than the word. */
export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`tag tag--${tone}`}>{children}</span>;
}

export function VerdictTag({ word, testId }: { word: VerdictWord; testId?: string }) {
  return (
    <span class={`tag tag--${verdictTones[word]}`} data-testid={testId} data-verdict={testId ? word : undefined}>
      {en.verdicts[word]}
    </span>
  );
}

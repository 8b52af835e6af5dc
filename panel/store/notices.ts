import { type ReadonlySignal, signal } from '@preact/signals';
import type { Environment } from './environment.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'plain' | 'problem';
  readonly text: string;
  readonly undo?: () => void;
}

const maxNotices = 4;
/** A problem stays until it is dismissed; anything else goes by itself. */
const shownFor = 12_000;

/** Short messages to the person, newest last. */
export interface Notices {
  readonly list: ReadonlySignal<readonly Notice[]>;
  say(text: string): void;
  problem(text: string): void;
  undoable(text: string, undo: () => void): void;
  dismiss(id: number): void;
}

export function createNotices(environment: Pick<Environment, 'setTimer'>): Notices {
  const list = signal<readonly Notice[]>([]);
  let lastId = 0;
  const dismiss = (id: number) => {
    list.value = list.value.filter((notice) => notice.id !== id);
  };
  const add = (notice: Omit<Notice, 'id'>) => {
    const id = ++lastId;
    const others = list.value.filter(({ text }) => text !== notice.text);
    list.value = [...others, { ...notice, id }].slice(-maxNotices);
    if (notice.tone === 'plain') environment.setTimer(() => dismiss(id), shownFor);
  };
  return {
    list,
    dismiss,
    say: (text) => add({ tone: 'plain', text }),
    problem: (text) => add({ tone: 'problem', text }),
    undoable: (text, undo) => add({ tone: 'plain', text, undo }),
  };
}

/** What an error says, for a person, never longer than a few lines. */
export function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

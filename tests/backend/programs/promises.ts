import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, answered: boolean): Program {
  return {
    title,
    file: 'promises.ts',
    culprits,
    start() {
      const waiting = new Set<() => void>();
      async function handleRequest(id: number): Promise<number> {
        const mine = order(id);
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
        return mine.id;
      }
      return {
        async round(index) {
          const requests = Array.from({ length: 2_000 }, (_, i) => handleRequest(index * 2_000 + i));
          if (!answered) return;
          for (const resolve of waiting) resolve();
          waiting.clear();
          await Promise.all(requests);
        },
        stop() {
          for (const resolve of waiting) resolve();
          waiting.clear();
        },
      };
    },
  };
}

export const promises = [
  program('promises that are never settled', ['handleRequest'], false),
  program('promises that are settled', null, true),
];

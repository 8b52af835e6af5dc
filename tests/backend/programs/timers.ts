import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, cleared: boolean): Program {
  return {
    title,
    file: 'timers.ts',
    culprits,
    start() {
      const running = new Set<NodeJS.Timeout>();
      const beats = new Map<number, object>();
      function openConnection(id: number): NodeJS.Timeout {
        const mine = order(id);
        return setInterval(() => beats.set(mine.id % 10, mine), 3_600_000).unref();
      }
      return {
        round(index) {
          for (let i = 0; i < 2_000; i++) {
            const timer = openConnection(index * 2_000 + i);
            if (cleared) clearInterval(timer);
            else running.add(timer);
          }
        },
        stop() {
          for (const timer of running) clearInterval(timer);
          running.clear();
        },
      };
    },
  };
}

export const timers = [
  program('intervals that nobody clears', ['openConnection'], false),
  program('intervals that are cleared', null, true),
];

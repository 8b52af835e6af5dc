import { type Order, order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, most: number): Program {
  return {
    title,
    file: 'maps.ts',
    culprits,
    start() {
      const sessions = new Map<number, Order>();
      function rememberSession(id: number): void {
        sessions.set(id, order(id));
        const [oldest] = sessions.keys();
        if (sessions.size > most && oldest !== undefined) sessions.delete(oldest);
      }
      return {
        round(index) {
          for (let i = 0; i < 3_000; i++) rememberSession(index * 3_000 + i);
        },
        stop: () => sessions.clear(),
      };
    },
  };
}

export const maps = [
  program('a map of sessions that only grows', ['rememberSession'], Number.POSITIVE_INFINITY),
  program('a cache that fills, and then is full', null, 20_000),
];

import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, distinct: number): Program {
  return {
    title,
    file: 'memos.ts',
    culprits,
    start() {
      const memo: Record<string, object> = {};
      function priceOf(query: object): object {
        const key = JSON.stringify(query);
        memo[key] ??= { total: order(key.length), parts: [key] };
        return memo[key];
      }
      return {
        round(index) {
          for (let i = 0; i < 2_000; i++) priceOf({ id: (index * 2_000 + i) % distinct, currency: 'EUR', page: 1 });
        },
        stop() {
          for (const key of Object.keys(memo)) delete memo[key];
        },
      };
    },
  };
}

export const memos = [
  program('a memo keyed by everything that is asked', ['priceOf'], Number.MAX_SAFE_INTEGER),
  program('a memo of few questions', null, 500),
];

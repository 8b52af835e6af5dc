import { AsyncLocalStorage } from 'node:async_hooks';
import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, ends: boolean): Program {
  return {
    title,
    file: 'async-contexts.ts',
    culprits,
    start() {
      const context = new AsyncLocalStorage<object>();
      const jobs = new Set<NodeJS.Timeout>();
      function runInContext(id: number): void {
        // The timer keeps the context that it was made in, and with it the request.
        context.run({ request: order(id), trace: order(id) }, () => {
          const job = setTimeout(() => {}, 3_600_000).unref();
          if (ends) clearTimeout(job);
          else jobs.add(job);
        });
      }
      return {
        round(index) {
          for (let i = 0; i < 1_500; i++) runInContext(index * 1_500 + i);
        },
        stop() {
          for (const job of jobs) clearTimeout(job);
          jobs.clear();
        },
      };
    },
  };
}

export const asyncContexts = [
  program('async contexts that a timer keeps', ['runInContext'], false),
  program('async contexts that end', null, true),
];

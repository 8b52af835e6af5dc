import type { Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, most: number): Program {
  return {
    title,
    file: 'request-logs.ts',
    culprits,
    start() {
      const lines: { readonly at: number; readonly text: string }[] = [];
      function logRequest(id: number): void {
        lines.push({ at: id, text: JSON.stringify({ method: 'GET', path: `/orders/${id}`, agent: 'a browser' }) });
        if (lines.length > most) lines.splice(0, lines.length - most);
      }
      return {
        round(index) {
          for (let i = 0; i < 5_000; i++) logRequest(index * 5_000 + i);
        },
        stop() {
          lines.length = 0;
        },
      };
    },
  };
}

export const requestLogs = [
  program('a log of requests in memory', ['logRequest'], Number.POSITIVE_INFINITY),
  program('the last lines of a log', null, 1_000),
];

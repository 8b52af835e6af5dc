import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, takesOff: boolean): Program {
  return {
    title,
    file: 'aborts.ts',
    culprits,
    start() {
      const server = new AbortController();
      function handleWithSignal(id: number): void {
        const mine = order(id);
        const onAbort = () => mine.id;
        // The server's signal outlives every request, and holds each of its listeners.
        server.signal.addEventListener('abort', onAbort);
        if (takesOff) server.signal.removeEventListener('abort', onAbort);
      }
      return {
        round(index) {
          for (let i = 0; i < 500; i++) handleWithSignal(index * 500 + i);
        },
        stop: () => server.abort(),
      };
    },
  };
}

export const aborts = [
  program('listeners of a signal that outlives requests', ['handleWithSignal'], false),
  program('listeners of a signal that are taken off', null, true),
];

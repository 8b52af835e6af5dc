import { order, type Program } from './program.ts';

class Connection {
  readonly state: object[] = [];
}

function program(title: string, culprits: readonly string[] | null, closes: boolean): Program {
  return {
    title,
    file: 'weak-maps.ts',
    culprits,
    start() {
      const states = new WeakMap<object, object[]>();
      const open: Connection[] = Array.from({ length: 20 }, () => new Connection());
      function remember(at: number, id: number): void {
        const connection = open[at];
        if (!connection) return;
        // Weak keys, strong values: what a key keeps grows as long as the key lives.
        const state = states.get(connection) ?? [];
        state.push(order(id));
        states.set(connection, state);
      }
      return {
        round(index) {
          for (let i = 0; i < 2_000; i++) remember(i % open.length, index * 2_000 + i);
          if (closes) for (let i = 0; i < open.length; i++) open[i] = new Connection();
        },
        stop() {
          open.length = 0;
        },
      };
    },
  };
}

export const weakMaps = [
  program('a weak map whose values grow', ['remember'], false),
  program('a weak map whose keys go', null, true),
];

import type { Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, copy: boolean): Program {
  return {
    title,
    file: 'sliced-strings.ts',
    culprits,
    start() {
      const names: string[] = [];
      function nameFromBody(id: number): string {
        const body = Buffer.alloc(20_000, `name-of-customer-${id} and all the rest; `).toString('latin1');
        const name = body.slice(0, 24);
        // A slice keeps the whole text that it was cut from; a copy does not.
        return copy ? Buffer.from(name).toString() : name;
      }
      return {
        round(index) {
          for (let i = 0; i < 50; i++) names.push(nameFromBody(index * 50 + i));
        },
        stop() {
          names.length = 0;
        },
      };
    },
  };
}

export const slicedStrings = [
  program('slices that keep whole bodies', ['nameFromBody'], false),
  program('copies of slices', null, true),
];

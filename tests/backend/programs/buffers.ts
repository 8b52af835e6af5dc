import type { Program } from './program.ts';

function program(title: string, most: number): Program {
  return {
    title,
    file: 'buffers.ts',
    culprits: null,
    start() {
      const free: ArrayBuffer[] = [];
      function readBody(): void {
        const body = new ArrayBuffer(64 * 1024);
        new Uint8Array(body).fill(1);
        if (free.length < most) free.push(body);
      }
      return {
        round() {
          for (let i = 0; i < 40; i++) readBody();
        },
        stop() {
          free.length = 0;
        },
      };
    },
  };
}

/** Grows outside the heap, where V8's profile of allocations does not reach: a suspicion. */
export const hoard = program('a pool of buffers that nobody takes from', Number.POSITIVE_INFINITY);
export const bodies = program('bodies that stream through a small pool', 20);

import { EventEmitter } from 'node:events';
import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, fires: boolean): Program {
  return {
    title,
    file: 'once.ts',
    culprits,
    start() {
      const socket = new EventEmitter().setMaxListeners(0);
      const seen: number[] = [];
      function awaitDrain(id: number): void {
        const mine = order(id);
        socket.once('drain', () => {
          seen[0] = mine.id;
        });
      }
      return {
        round(index) {
          for (let i = 0; i < 1_500; i++) awaitDrain(index * 1_500 + i);
          if (fires) socket.emit('drain');
        },
        stop: () => socket.removeAllListeners(),
      };
    },
  };
}

export const once = [
  program('listeners for once whose moment never comes', ['awaitDrain'], false),
  program('listeners for once whose moment comes', null, true),
];

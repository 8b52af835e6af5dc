import { EventEmitter } from 'node:events';
import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, release: boolean): Program {
  return {
    title,
    file: 'listeners.ts',
    culprits,
    start() {
      const bus = new EventEmitter().setMaxListeners(0);
      const prices = new Map<number, number>();
      function subscribeRequest(id: number): void {
        const mine = order(id);
        const onPrice = (price: number) => prices.set(mine.id % 10, price);
        bus.on('price', onPrice);
        if (release) bus.off('price', onPrice);
      }
      return {
        round(index) {
          for (let i = 0; i < 2_000; i++) subscribeRequest(index * 2_000 + i);
        },
        stop: () => bus.removeAllListeners(),
      };
    },
  };
}

export const listeners = [
  program('listeners that nobody takes off', ['subscribeRequest'], false),
  program('listeners that are taken off', null, true),
];

import { order, type Program } from './program.ts';

function program(title: string, culprits: readonly string[] | null, renews: boolean): Program {
  return {
    title,
    file: 'races.ts',
    culprits,
    start() {
      const never = () => new Promise<void>(() => {});
      let shutdown = never();
      async function raceWithShutdown(id: number): Promise<object> {
        // Each race leaves a reaction on the promise that is never settled, and with it its result.
        const result = await Promise.race([shutdown, Promise.resolve(order(id))]);
        return result ?? {};
      }
      return {
        async round(index) {
          for (let i = 0; i < 1_500; i++) await raceWithShutdown(index * 1_500 + i);
          if (renews) shutdown = never();
        },
        stop() {
          shutdown = never();
        },
      };
    },
  };
}

export const races = [
  program('races against a promise that is never settled', ['raceWithShutdown'], false),
  program('races against a promise of each round', null, true),
];

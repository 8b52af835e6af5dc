import type { MonitorSettings } from '@memory-plus/core/model';
import { createPairing, type PairingState } from '../../../panel/pairing/pairing.ts';
import { RecordingModel } from '../../../panel/store/recording-model.ts';
import { FakePlatform } from '../../panel-page/fake-platform.ts';
import { VirtualClock } from '../../panel-page/virtual-clock.ts';

export const start = 1_772_442_000_000;
const settings: MonitorSettings = { heapInterval: 500, slowRender: 16 };

export interface Call {
  readonly url: string;
  readonly init: RequestInit;
  readonly at: number;
}

export type Answerer = (call: Call) => Promise<Response>;

/** A pairing whose network and clock a test holds in its hands. */
export function pairingWorld(answer: Answerer) {
  const calls: Call[] = [];
  const world = { answer, model: RecordingModel.empty('test', start, settings) };
  const inFlight = new Map<string, number>();
  let mostInFlight = 0;
  const clock: VirtualClock = new VirtualClock(start, async (url, init) => {
    const call = { url, init, at: clock.now() };
    calls.push(call);
    const endpoint = new URL(url).pathname;
    inFlight.set(endpoint, (inFlight.get(endpoint) ?? 0) + 1);
    mostInFlight = Math.max(mostInFlight, inFlight.get(endpoint) ?? 0);
    try {
      return await world.answer(call);
    } finally {
      inFlight.set(endpoint, (inFlight.get(endpoint) ?? 0) - 1);
    }
  });
  const platform = new FakePlatform();
  const pairing = createPairing({ platform, environment: clock, model: () => world.model, changed: () => {} });
  return {
    world,
    calls,
    clock,
    platform,
    pairing,
    state: (): PairingState => pairing.state.value,
    mostInFlight: () => mostInFlight,
    statsCalls: () => calls.filter(({ url }) => url.endsWith('/stats')),
    /** Calls whose path ends so. */
    callsTo: (path: string) => calls.filter(({ url }) => new URL(url).pathname.endsWith(path)),
  };
}

/** Waits as long as the request is not aborted, then fails as `fetch` does. */
export function untilAborted({ init }: Call): Promise<never> {
  return new Promise((_, reject) => {
    init.signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
  });
}

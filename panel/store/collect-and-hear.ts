import type { Platform } from '../platform/platform.ts';
import { en } from '../strings/en.ts';
import type { Environment } from './environment.ts';
import type { RecordingModel } from './recording-model.ts';
import type { SourceState } from './source-state.ts';

/** Objects that should be gone are told of once they outlived two collections. */
const collectionsPerReading = 2;
/** The page hears of a collection soon after; one that it does not hear of within this did not happen. */
const collectionWithin = 8_000;
const lookEvery = 100;
/** After the page heard of it, the floor is read and comes over the road. */
const readingAfter = 500;

export interface CollectOptions {
  readonly platform: Pick<Platform, 'collectGarbage'>;
  readonly environment: Environment;
}

/** Forces two collections; resolves when `page` has told what they left. Rejects with an error for a person. */
export async function collectAndHear(page: SourceState, { platform, environment }: CollectOptions): Promise<void> {
  const wait = (duration: number) => new Promise<void>((resolve) => environment.setTimer(resolve, duration));
  for (let i = 0; i < collectionsPerReading; i++) {
    const before = page.collectionCount;
    await platform.collectGarbage();
    const end = environment.now() + collectionWithin;
    while (page.collectionCount <= before) {
      if (environment.now() >= end) throw new Error(en.check.notCollected);
      await wait(lookEvery);
    }
    await wait(readingAfter);
  }
}

/** The document that the top frame shows now. */
export function topPage(model: RecordingModel): SourceState | null {
  let latest: SourceState | null = null;
  for (const state of model.states) {
    const { source } = state;
    if (source.kind === 'page' && source.frame === 0 && source.startedAt >= (latest?.source.startedAt ?? 0))
      latest = state;
  }
  return latest;
}

import { RecordingError, RecordingStore } from '@memory-plus/core/recording';
import type { Environment } from '../store/environment.ts';
import { RecordingModel } from '../store/recording-model.ts';
import { en } from '../strings/en.ts';

/**
 * Puts a kept recording together, part by part, with a pause for the panel after each.
 * `progress` is told how many are read, and answers whether to go on; null where it did not.
 * @throws RecordingError where a part is damaged or there is none
 */
export async function openParts(
  parts: AsyncIterable<string>,
  environment: Pick<Environment, 'setTimer'>,
  progress: (done: number) => boolean,
): Promise<RecordingModel | null> {
  const { parse } = await import('./parse.ts');
  let model: RecordingModel | null = null;
  let done = 0;
  for await (const text of parts) {
    const part = parse(text);
    model ??= new RecordingModel(new RecordingStore(part));
    model.continueWith(part);
    if (!progress(++done)) return null;
    await new Promise<void>((resolve) => environment.setTimer(resolve, 0));
  }
  if (!model) throw new RecordingError(en.files.notKept);
  return model;
}

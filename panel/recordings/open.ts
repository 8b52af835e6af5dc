import { RecordingError, RecordingStore } from '@memory-plus/core/recording';
import { RecordingModel } from '../store/recording-model.ts';
import { en } from '../strings/en.ts';

/**
 * Puts a recording together, part by part. Parts must come with a pause in between, so that the panel stays alive.
 * `progress` is told how many are read, and answers whether to go on; null where it did not.
 * @throws RecordingError where a part is damaged or there is none
 */
export async function openParts(
  parts: AsyncIterable<string>,
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
  }
  if (!model) throw new RecordingError(en.files.notKept);
  return model;
}

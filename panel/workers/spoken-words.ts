import { type ByteUnits, bytesSaidIn, sayBytesIn } from '@memory-plus/core/analysis';
import { corePhrases, language, speak, templateOf } from '@memory-plus/core/words';
import { filesShape } from '../strings/en-files.ts';
import { declaredBy } from '../strings/section.ts';

/** What a worker says: it has no messages of its own. */
export interface SpokenWords {
  readonly language: string;
  readonly templates: Readonly<Record<string, string>>;
  readonly byteUnits: ByteUnits;
}

/** The words of this page, for a worker. */
export function spokenWords(): SpokenWords {
  const keys = [...corePhrases(), ...declaredBy(filesShape)].map(({ key }) => key);
  const templates = Object.fromEntries(keys.map((key) => [key, templateOf(key)]));
  return { language: language(), templates, byteUnits: bytesSaidIn() };
}

/** Calls `listener` with what comes to this worker after its first message, the words that it speaks from then on. */
export function listenInWords(listener: (message: unknown) => void): void {
  let spoken = false;
  addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (spoken) listener(data);
    else speakAs(data);
    spoken = true;
  });
}

function speakAs(message: unknown): void {
  const { language: tag, templates, byteUnits } = message as Partial<SpokenWords>;
  if (typeof tag !== 'string' || typeof templates !== 'object') throw new TypeError('A worker begins with its words.');
  speak({ language: tag, template: (key) => templates[key] ?? '' });
  if (byteUnits) sayBytesIn(byteUnits);
}

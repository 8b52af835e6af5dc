import { exportRecording, parseRecording, RecordingError, splitRecording } from '@memory-plus/core/recording';
import { fileTexts as text } from '../strings/en-files.ts';
import { formatFileSize } from '../strings/format.ts';

/** Larger files are refused before they are read: the text alone would fill the memory of a tab. */
export const maxImportBytes = 400_000_000;
/** So many rows are put into the panel at once: a few hundredths of a second. */
const rowsPerPart = 5_000;

/** The panel to the worker: first the file, then a part at a time. */
export type ImportRequest = { readonly file: File } | { readonly next: true };

export type ImportReply =
  /** Share of the file that is read. */
  | { readonly read: number }
  /** It is a recording of so many parts. */
  | { readonly parts: number }
  | { readonly part: string }
  | { readonly problem: string };

/** The worker's side: reads and checks a file off the panel's thread, and hands it over in parts, exported JSON each. */
export function answerImport(
  listen: (listener: (request: ImportRequest) => void) => void,
  send: (reply: ImportReply) => void,
) {
  let parts: readonly string[] = [];
  let next = 0;
  listen((request) => {
    if ('next' in request) {
      send({ part: parts[next++] ?? '' });
      return;
    }
    readParts(request.file, (read) => send({ read })).then(
      (ready) => {
        parts = ready;
        send({ parts: parts.length });
      },
      (error) => send({ problem: error instanceof Error ? error.message : String(error) }),
    );
  });
}

async function readParts(file: File, told: (share: number) => void): Promise<readonly string[]> {
  if (file.size > maxImportBytes)
    throw new RecordingError(text.tooLarge(formatFileSize(file.size), formatFileSize(maxImportBytes)));
  const recording = parseRecording(await readText(file, told));
  return splitRecording(recording, rowsPerPart).map(exportRecording);
}

async function readText(file: File, told: (share: number) => void): Promise<string> {
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  const texts: string[] = [];
  let read = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    texts.push(decoder.decode(part.value, { stream: true }));
    read += part.value.length;
    told(Math.min(1, read / file.size));
  }
  texts.push(decoder.decode());
  return texts.join('');
}

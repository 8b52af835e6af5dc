import { RecordingError } from '@memory-plus/core/recording';
import type { ImportReply, ImportRequest } from './import.ts';

/** The page's end of a worker that reads one file. */
export interface ImportWorker {
  send(request: ImportRequest): void;
  listen(onReply: (reply: ImportReply) => void, onFailure: (message: string) => void): void;
  end(): void;
}

export interface ImportedFile {
  readonly total: number;
  /** The parts in order, each asked for when it is wanted. */
  parts(): AsyncIterable<string>;
}

/**
 * Lets a worker read `file`. `read` hears of the share that is read.
 * @throws RecordingError where it is no recording, or the worker broke down. After `worker.end()` nothing is settled any more.
 */
export async function readInWorker(
  worker: ImportWorker,
  file: File,
  read: (share: number) => void,
): Promise<ImportedFile> {
  let take: (reply: ImportReply) => void = () => {};
  let fail: (error: RecordingError) => void = () => {};
  worker.listen(
    (reply) => {
      if ('read' in reply) read(reply.read);
      else if ('problem' in reply) fail(new RecordingError(reply.problem));
      else take(reply);
    },
    (message) => fail(new RecordingError(message)),
  );
  const ask = (request: ImportRequest) =>
    new Promise<ImportReply>((resolve, reject) => {
      take = resolve;
      fail = reject;
      worker.send(request);
    });
  const ready = await ask({ file });
  const total = 'parts' in ready ? ready.parts : 0;
  return {
    total,
    async *parts() {
      for (let i = 0; i < total; i++) {
        const reply = await ask({ next: true });
        if ('part' in reply) yield reply.part;
      }
    },
  };
}

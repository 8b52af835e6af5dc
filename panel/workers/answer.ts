import { SnapshotEngine } from './engine.ts';
import { type Problem, parseRequest, type Reply, type Request } from './messages.ts';
import { OpenError } from './read-file.ts';

/** Answers each question that comes, in order. What stands behind both functions is the worker's port. */
export function answerMessages(listen: (listener: (message: unknown) => void) => void, send: (reply: Reply) => void) {
  const engine = new SnapshotEngine();
  let before: Promise<void> = Promise.resolve();
  listen((message) => {
    const request = parseRequest(message);
    before = before.then(() => answerOne(engine, request, send));
  });
}

async function answerOne(engine: SnapshotEngine, request: Request, send: (reply: Reply) => void): Promise<void> {
  const { id } = request;
  try {
    const answer = await engine.answer(request, (progress) => send({ type: 'progress', id, progress }));
    send({ type: 'answer', id, answer });
  } catch (error) {
    send({ type: 'problem', id, problem: problemOf(error) });
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof OpenError) return error.problem;
  return { file: null, sort: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}

import { answerImport } from './import.ts';

answerImport(
  (listener) => addEventListener('message', ({ data }) => listener(data)),
  (reply) => postMessage(reply),
);

import { answerImport, type ImportRequest } from './import.ts';
import { listenInWords } from './spoken-words.ts';

answerImport(
  (listener) => listenInWords((message) => listener(message as ImportRequest)),
  (reply) => postMessage(reply),
);

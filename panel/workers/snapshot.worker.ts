import { answerMessages } from './answer.ts';

answerMessages(
  (listener) => addEventListener('message', ({ data }) => listener(data)),
  (reply) => postMessage(reply),
);

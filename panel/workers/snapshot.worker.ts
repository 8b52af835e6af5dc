import { answerMessages } from './answer.ts';
import { listenInWords } from './spoken-words.ts';

answerMessages(listenInWords, (reply) => postMessage(reply));

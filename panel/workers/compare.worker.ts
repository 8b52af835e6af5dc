import { compareParts } from './compare.ts';
import type { CompareReply, CompareRequest } from './compare-client.ts';
import { listenInWords } from './spoken-words.ts';

listenInWords((message) => {
  const { before, after } = message as CompareRequest;
  let reply: CompareReply;
  try {
    reply = { result: compareParts(before, after) };
  } catch (error) {
    reply = { problem: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

import { compareParts } from './compare.ts';
import type { CompareReply, CompareRequest } from './compare-client.ts';

addEventListener('message', ({ data }: MessageEvent<CompareRequest>) => {
  let reply: CompareReply;
  try {
    reply = { result: compareParts(data.before, data.after) };
  } catch (error) {
    reply = { problem: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

import type { ServerResponse } from 'node:http';

/** Answers with JSON that is text already. Node adds the length, and leaves the body out where the request was a HEAD. */
export function sendJson(response: ServerResponse, text: string): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(text);
}

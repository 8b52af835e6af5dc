import type { ServerResponse } from 'node:http';

/** JSON in which every character is one byte: those beyond ASCII are escaped, so that nothing has to be encoded when it is sent. */
export function asciiJson(value: object): string {
  return JSON.stringify(value).replaceAll(
    /[\u0080-\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Answers with what `asciiJson` gave. Node adds the length, and leaves the body out where the request was a HEAD. */
export function sendJson(response: ServerResponse, text: string): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(text, 'latin1');
}

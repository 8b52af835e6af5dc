import type { ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';

/** Streams a snapshot. When it fails midway the connection is cut, so that nobody takes the beginning for the whole. */
export function sendSnapshot(stream: Readable, id: string, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${id}.heapsnapshot"`,
  });
  pipeline(stream, response, () => {});
}

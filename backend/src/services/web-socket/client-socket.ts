import type { Milliseconds } from '@memory-plus/core/model';
import { withDeadline } from '../../common/utils/deadline.ts';

/** What is used of a socket of socket.io. */
export interface ClientSocket {
  readonly id: string;
  readonly connected: boolean;
  /** The connection of engine.io below it. */
  readonly conn: ClientConnection;
  emit(event: string, ...payload: unknown[]): boolean;
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  disconnect(close?: boolean): unknown;
}

export interface ClientConnection extends Closing {
  readonly transport: object;
}

interface Closing {
  readonly readyState: string | number;
  once(event: 'close', listener: () => void): unknown;
}

/** A client that does not take part in closing its connection has this long. */
const closingTime: Milliseconds = 500;

/** Packets that engine.io holds until its transport takes them. */
export function waitingFor({ conn }: ClientSocket): number {
  const buffer: unknown = Reflect.get(conn, 'writeBuffer');
  return Array.isArray(buffer) ? buffer.length : 0;
}

/** Disconnects in an orderly way; the connection of a client that reads nothing any more is cut off. */
export async function disconnect(socket: ClientSocket): Promise<void> {
  const webSocket = webSocketOf(socket.conn);
  const connection: Closing = webSocket ?? socket.conn;
  const closed = new Promise<void>((resolve) => {
    if (isClosed(connection)) resolve();
    else connection.once('close', resolve);
  });
  socket.disconnect(true);
  if (!(await withDeadline(closed, closingTime))) webSocket?.terminate();
}

interface WebSocket extends Closing {
  terminate(): void;
}

/** The connection of ws. Long polling has none, and needs none: each of its requests ends by itself. */
function webSocketOf({ transport }: ClientConnection): WebSocket | null {
  const socket: unknown = Reflect.get(transport, 'socket');
  const usable = typeof socket === 'object' && socket !== null && 'terminate' in socket && 'once' in socket;
  return usable ? (socket as WebSocket) : null;
}

/** In the words of engine.io, and in those of ws. */
function isClosed({ readyState }: Closing): boolean {
  return readyState === 'closed' || readyState === 3;
}

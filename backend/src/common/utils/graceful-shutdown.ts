import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Milliseconds } from '@memory-plus/core/model';
import type { CleanupRegistry, CleanupResult } from './cleanup-registry.ts';
import { withDeadline } from './deadline.ts';

export interface ShutdownOptions {
  readonly server: Server;
  readonly cleanup: CleanupRegistry;
  /** Called first: the place to end what never ends by itself, such as event streams. */
  readonly beforeDrain?: () => void;
  /** Time for requests that are under way; after it their sockets are closed. */
  readonly drain?: Milliseconds;
  /** After this the process ends whatever still runs. */
  readonly deadline?: Milliseconds;
  readonly signals?: readonly NodeJS.Signals[];
  readonly log?: (message: string) => void;
  /** Ends the process; a parameter for tests. */
  readonly exit?: (code: number) => void;
}

export interface Shutdown {
  /** Begins as a signal would; resolves with the exit code. */
  begin(reason: string): Promise<number>;
  /** Takes the signal handlers off again. */
  dispose(): void;
}

/**
 * On SIGTERM or SIGINT: takes no new connection, lets requests under way finish, closes every socket, runs the clean-up tasks and exits,
 * with 0 when all went well, else 1. A second signal ends the process at once.
 */
export function gracefulShutdown(options: ShutdownOptions): Shutdown {
  const { server, cleanup, drain = 10_000, deadline = 25_000, signals = ['SIGTERM', 'SIGINT'] } = options;
  const { log = (text) => process.stderr.write(`${text}\n`), exit = (code) => process.exit(code) } = options;
  const sockets = trackSockets(server);
  let running: Promise<number> | null = null;

  const begin = (reason: string): Promise<number> => {
    running ??= shutDown(reason).then((code) => {
      exit(code);
      return code;
    });
    return running;
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (running) exit(1);
    else void begin(signal);
  };
  for (const signal of signals) process.on(signal, onSignal);

  async function shutDown(reason: string): Promise<number> {
    log(`Shutting down (${reason})`);
    options.beforeDrain?.();
    let clean = false;
    const work = (async () => {
      await closeServer(server, sockets.open, drain);
      clean = report(await cleanup.runAll(), log);
    })();
    const inTime = await withDeadline(work, deadline);
    if (!inTime) log(`Shutdown took longer than ${deadline} ms; what still ran was cut off`);
    return inTime && clean ? 0 : 1;
  }

  const dispose = () => {
    for (const signal of signals) process.off(signal, onSignal);
    sockets.dispose();
  };
  return { begin, dispose };
}

function trackSockets(server: Server): { open: ReadonlySet<Socket>; dispose: () => void } {
  const open = new Set<Socket>();
  const add = (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  server.on('connection', add);
  return { open, dispose: () => server.off('connection', add) };
}

async function closeServer(server: Server, sockets: ReadonlySet<Socket>, drain: Milliseconds): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last request was answered meanwhile would be kept alive for the next one, which must not come.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const drained = await withDeadline(closed, drain).finally(() => clearInterval(idle));
  if (drained) return;
  // Also upgraded connections (WebSocket), which the server no longer counts as its own.
  for (const socket of sockets) socket.destroy();
  await closed;
}

function report(results: readonly CleanupResult[], log: (message: string) => void): boolean {
  const bad = results.filter(({ outcome }) => outcome !== 'done');
  for (const { name, outcome, error } of bad) log(`Clean-up "${name}" ${outcome}${error ? `: ${String(error)}` : ''}`);
  return bad.length === 0;
}

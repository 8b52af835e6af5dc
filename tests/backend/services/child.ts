import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';

/** What a database in a test can do beside serving: fail in the ways that databases fail. */
export interface RunningService {
  readonly url: string;
  readonly port: number;
  /** Ends it in an orderly way and removes what it wrote. */
  stop(): Promise<void>;
  /** Ends it as a crash does. `start` brings it back, with its data, at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  hang(): void;
  goOn(): void;
}

/** One process that can be killed and started again. */
export class ServiceProcess {
  readonly #spawn: () => ChildProcess;
  readonly #ready: () => boolean;
  #child: ChildProcess | null = null;
  #printed = '';

  constructor(command: string, args: readonly string[], options: SpawnOptions, ready: () => boolean) {
    this.#spawn = () => spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ready = ready;
  }

  async start(): Promise<void> {
    const child = this.#spawn();
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.#printed = (this.#printed + String(chunk)).slice(-4_000);
      });
    }
    for (let tries = 0; !this.#ready(); tries++) {
      if (child.exitCode !== null || tries > 200) {
        await this.end('SIGKILL');
        throw new Error(`${child.spawnfile} did not start. It printed:\n${this.#printed}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT');
    child.kill(signal);
    await ended;
  }
}

/** A test that needs a program never skips silently. @throws Error that says how to get it */
export function requireProgram(program: string, packageName: string): void {
  if (spawnSync('which', [program]).status === 0) return;
  throw new Error(
    `${program} is missing. node scripts/setup.mjs --tests installs it (Debian: package ${packageName}).`,
  );
}

import { type HeapProfiler, Session } from 'node:inspector';
import { basename } from 'node:path';
import type { Bytes } from '@memory-plus/core/model';
import type { AllocationSite } from '@memory-plus/core/protocol/backend';

/** One allocation in about this many bytes is sampled: at this rate the cost cannot be measured. */
const samplingInterval = 512 * 1024;
const mostSites = 10;
const mostCallers = 5;
const nameLength = 200;

type Node = HeapProfiler.SamplingHeapProfileNode;
/** Allocation sites by a key that stays the same between two readings of one process. */
export type SiteTable = ReadonlyMap<string, Omit<AllocationSite, 'growth'>>;

/**
 * V8's sampling heap profiler: which functions allocated what is alive now. Costs nothing to speak of until it is read; a reading
 * collects all garbage first, so it is for suspicions, not for a timer.
 */
export class HeapSampler {
  #session: Session | null = null;

  start(): void {
    if (this.#session) return;
    this.#session = new Session();
    this.#session.connect();
    this.#session.post('HeapProfiler.startSampling', { samplingInterval });
  }

  stop(): void {
    this.#session?.disconnect();
    this.#session = null;
  }

  /** What is alive, by the function of the application that allocated it. Null when the sampler is not running. */
  async read(): Promise<SiteTable | null> {
    const session = this.#session;
    if (!session) return null;
    return new Promise((resolve, reject) => {
      session.post('HeapProfiler.getSamplingProfile', (error, answer) => {
        if (error) reject(error);
        else resolve(sitesOf(answer.profile.head));
      });
    });
  }
}

/** Attributes the bytes of each node to the innermost function that belongs to the application, else to a library's, else to Node's. */
export function sitesOf(head: Node): SiteTable {
  const sites = new Map<string, Omit<AllocationSite, 'growth'>>();
  const open: { node: Node; path: readonly Node[] }[] = [{ node: head, path: [] }];
  for (let visit = open.pop(); visit; visit = open.pop()) {
    const path = [visit.node, ...visit.path];
    if (visit.node.selfSize > 0) addSite(sites, path, visit.node.selfSize);
    for (const node of visit.node.children) open.push({ node, path });
  }
  return sites;
}

function addSite(sites: Map<string, Omit<AllocationSite, 'growth'>>, path: readonly Node[], bytes: Bytes): void {
  const owner = path.find(isApplication) ?? path.find(isScript) ?? path[0];
  if (!owner) return;
  const script = scriptOf(owner);
  const outside = path.slice(path.indexOf(owner) + 1).filter(isApplication);
  const name = owner.callFrame.functionName ? nameOf(owner) : `${nameOf(outside.find(isNamed) ?? owner)} (callback)`;
  const key = `${name}\n${script}`;
  const before = sites.get(key);
  const callers = outside.slice(0, mostCallers).map(nameOf);
  sites.set(key, before ? { ...before, live: before.live + bytes } : { function: name, script, callers, live: bytes });
}

function isScript({ callFrame: { url } }: Node): boolean {
  return url !== '' && !url.startsWith('node:');
}

function isApplication(node: Node): boolean {
  return isScript(node) && !/[\\/]node_modules[\\/]/.test(node.callFrame.url);
}

function isNamed({ callFrame: { functionName } }: Node): boolean {
  return functionName !== '';
}

function nameOf({ callFrame: { functionName } }: Node): string {
  return (functionName || '(anonymous)').slice(0, nameLength - 20);
}

/** Never the folder: it tells how the server is laid out. */
function scriptOf({ callFrame: { url, lineNumber } }: Node): string {
  if (url === '') return '(native)';
  const file = url.startsWith('node:') ? url : basename(url.split('?')[0] ?? '');
  return `${file}:${lineNumber + 1}`.slice(-nameLength);
}

/** The sites that grew most since `before`, or that hold most when there is no earlier reading. */
export function growingSites(now: SiteTable, before: SiteTable | null): AllocationSite[] {
  const sites = [...now].map(([key, site]) => ({
    ...site,
    growth: before ? site.live - (before.get(key)?.live ?? 0) : null,
  }));
  return sites
    .filter(({ growth }) => growth === null || growth > 0)
    .sort((a, b) => (b.growth ?? b.live) - (a.growth ?? a.live))
    .slice(0, mostSites);
}

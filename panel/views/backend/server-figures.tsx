import { sayBytes, sayDuration } from '@memory-plus/core/analysis';
import type { BackendDetails } from '../../pairing/pairing.ts';
import type { SourceState } from '../../store/source-state.ts';
import { en } from '../../strings/en.ts';
import { formatCount, formatMs, formatPercent } from '../../strings/format.ts';

const text = en.backend;
type Figure = readonly [name: string, value: string];

/** What the process is, as numbers; without `details` those that a recording has. */
export function ServerFigures({ server, details }: { server: SourceState; details: BackendDetails | null }) {
  const { heap, process, collectionCount } = server;
  const figures: readonly Figure[] = [
    [text.used, bytes(heap.used.last)],
    [text.total, bytes(heap.total.last)],
    [text.limit, bytes(heap.limit.last)],
    [text.rss, bytes(process?.rss)],
    [text.external, bytes(process?.external)],
    [text.arrayBuffers, bytes(process?.arrayBuffers)],
    [text.container, process?.containerLimit ? bytes(process.containerLimit) : text.noContainer],
    [text.eventLoop, formatMs(process?.eventLoopDelay ?? null)],
    ...(details?.stats ? liveFigures(details) : ([[text.collections, formatCount(collectionCount)]] as const)),
    ...processFigures(details),
  ];
  return (
    <section class="card card--padded" aria-label={text.figures}>
      <h2 class="card__title">{text.process}</h2>
      <dl class="facts">
        {figures.map(([name, value]) => (
          <div key={name} class="facts__item">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {details?.problems.processInfo && <p class="connect__problem">{text.notTold(details.problems.processInfo)}</p>}
    </section>
  );
}

function liveFigures({ stats }: BackendDetails): readonly Figure[] {
  if (!stats) return [];
  const { collections, eventLoop } = stats;
  return [
    [text.major, formatCount(collections.major)],
    [text.minor, formatCount(collections.minor)],
    [text.pauseTotal, formatMs(collections.pause)],
    [text.utilization, eventLoop.utilization === null ? '–' : formatPercent(eventLoop.utilization)],
  ];
}

function processFigures(details: BackendDetails | null): readonly Figure[] {
  const info = details?.processInfo;
  if (!info) return [];
  const { memory, cpu } = info;
  return [
    [text.uptime, sayDuration(details.stats?.uptime ?? info.uptime)],
    [text.node, info.node],
    [text.cpu, `${sayDuration(cpu.user)}, ${sayDuration(cpu.system)}`],
    [text.maxRss, bytes(memory.maxRss)],
    [text.systemFree, text.of(bytes(memory.systemFree), bytes(memory.systemTotal))],
    [text.handles, formatCount(info.handles.active)],
  ];
}

function bytes(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : sayBytes(value);
}

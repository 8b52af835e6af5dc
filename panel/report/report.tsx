import type { Milliseconds } from '@memory-plus/core/model';
import { language } from '@memory-plus/core/words';
import { render } from 'preact';
import { Prose } from '../components/prose.tsx';
import { VerdictTag } from '../components/verdict-tag.tsx';
import { cachesOf } from '../store/caches.ts';
import type { RecordingModel } from '../store/recording-model.ts';
import { slowComponents } from '../store/slow.ts';
import type { SourceState } from '../store/source-state.ts';
import { en } from '../strings/en.ts';
import { formatBytes, formatClock, formatCount, formatDate, formatMs, formatPercent } from '../strings/format.ts';
import { HeapFigure } from './heap-figure.tsx';
import style from './report.css?raw';

const text = en.report;
/** A report is read by people: what is beyond the worst of each kind stands in the exported recording. */
const mostRows = 50;

export interface ReportOptions {
  readonly title: string;
  readonly threshold: Milliseconds;
  readonly version: string;
}

/**
 * The recording as one HTML file that shows itself: no script, nothing loaded from anywhere. Every text that came from a page
 * or a server goes through Preact and is text there, whatever it says.
 */
export function reportHtml(model: RecordingModel, options: ReportOptions): string {
  const root = document.createElement('div');
  render(<Report model={model} {...options} />, root);
  const body = root.innerHTML;
  render(null, root);
  const title = document.createElement('title');
  title.textContent = `${text.title}: ${options.title}`;
  return `<!doctype html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${title.outerHTML}
<style>${style}</style>
</head>
<body>${body}</body>
</html>
`;
}

function Report({ model, title, threshold, version }: ReportOptions & { readonly model: RecordingModel }) {
  const { span } = model;
  return (
    <main>
      <h1>
        {text.title}: {title}
      </h1>
      <p class="facts">
        {span && text.recorded(formatDate(span.from), formatClock(span.to - span.from))}{' '}
        {text.samples(en.footer.samples(model.store.size), en.footer.dropped(model.dropped))} {text.madeBy(version)}
      </p>
      {model.states
        .filter(({ lastAt }) => lastAt > 0)
        .map((state) => (
          <SourceSection key={state.index} state={state} threshold={threshold} />
        ))}
    </main>
  );
}

function SourceSection({ state, threshold }: { readonly state: SourceState; readonly threshold: Milliseconds }) {
  const { source } = state;
  const verdict = state.analysis.verdict(state.lastAt);
  return (
    <section>
      <h2>
        <VerdictTag word={verdict.word} /> {source.kind === 'server' ? `${source.name} (${source.url})` : source.url}
      </h2>
      {verdict.sentences.map((sentence) => (
        <Prose key={sentence} text={sentence} />
      ))}
      <p class="how">{verdict.evidence.how}</p>
      <HeapFigure state={state} />
      <Table
        title={`${en.renders.title} (> ${formatMs(threshold)})`}
        heads={[en.renders.component, en.renders.worst, en.renders.slow, en.renders.how]}
        rows={slowComponents([state], threshold).map(({ component, worst, slow, how }) => [
          component,
          formatMs(worst),
          formatCount(slow),
          en.how[how],
        ])}
      />
      <Table
        title={en.leaks.retained}
        heads={[en.leaks.label, en.leaks.what, en.leaks.count, en.leaks.outlived]}
        rows={[...state.retained.values()].map(({ label, what, count, collections }) => [
          label,
          en.leaks.kinds[what],
          formatCount(count),
          formatCount(collections),
        ])}
      />
      <Table
        title={en.views.caches}
        heads={[en.caches.name, en.caches.rate, en.caches.size, en.caches.bytes]}
        rows={cachesOf(state).map(({ name, hitRate, size, bytes }) => [
          name,
          hitRate === null ? '–' : formatPercent(hitRate),
          size === null ? '–' : formatCount(size),
          formatBytes(bytes),
        ])}
      />
    </section>
  );
}

interface TableProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function Table({ title, heads, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((cells) => (
            <tr key={cells.join(' ')}>
              {cells.map((cell, column) => {
                const key = heads[column];
                return column === 0 ? (
                  <th key={key} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={key}>{cell}</td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && <p class="how">{text.more(rows.length - mostRows)}</p>}
    </>
  );
}

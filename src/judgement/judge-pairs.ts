import {
  attributeGrowth,
  judgePair,
  type LeakAnalysis,
  type PairVerdict,
  RequestBook,
  wentTo,
} from '../analysis/index.ts';
import { type EpochMs, type Row, type Verdict, verdictWords } from '../model/index.ts';
import { type Recording, rowsOf } from '../recording/index.ts';

/** A source with what was judged of it alone. */
export interface Judged {
  readonly analysis: LeakAnalysis;
  readonly verdict: Verdict;
  readonly to: EpochMs;
}

/** For each source that is a server which pages of the recording asked: the verdict about both sides. Null for all others. */
export function judgePairs(recording: Recording, judged: readonly Judged[]): readonly (PairVerdict | null)[] {
  const requests = [...rowsOf(recording, 'requests')];
  const book = new RequestBook();
  for (const request of requests) book.add(request as Row<'requests'>);
  return recording.sources.map((server, index) => {
    const own = judged[index];
    if (server.kind !== 'server' || !own) return null;
    const asking = new Set(
      requests.filter((row) => wentTo(row as Row<'requests'>, server)).map(({ source }) => source),
    );
    const pages = [...asking].flatMap((source) => judged[source as number] ?? []);
    // The page that is worst off speaks for all that asked this server.
    const [page] = pages.sort((a, b) => verdictWords.indexOf(b.verdict.word) - verdictWords.indexOf(a.verdict.word));
    if (!page) return null;
    const attribution = attributeGrowth(own.analysis.trend().floor, book.to(server));
    return judgePair({ page: page.verdict, server: own.verdict, attribution }, own.to);
  });
}

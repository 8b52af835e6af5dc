import { counted, filled, type Text, text } from './section.ts';

/** Texts about many servers, as Prometheus knows them. */
export const fleet = {
  title: text,
  teach: text,
  teachHow: text,
  url: text,
  urlExample: text,
  connect: text,
  connecting: text,
  disconnect: text,
  job: text,
  jobOption: filled('name', 'count'),
  none: text,
  summary: counted('step'),
  more: counted(),
  limit: filled('limit'),
  rss: filled('rss'),
  restarts: counted(),
  rate: filled('rate'),
  chart: filled('name', 'used'),
  waiting: text,
  growsUnlike: text,
  farAbove: filled('size'),
  farBelow: filled('size'),
  help: {
    unreachable: text,
    'not-a-backend': text,
    unauthorised: text,
    slow: text,
    'server-error': text,
  } as Readonly<Record<string, Text>>,
} as const;

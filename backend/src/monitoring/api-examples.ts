import {
  backendSchema,
  type Collected,
  type Configured,
  type Health,
  type Leaks,
  type Stats,
} from '@memory-plus/core/protocol/backend';
import { defaultDetectorSettings } from '../common/services/memory-leak-detector.service.ts';

const envelope = {
  schema: backendSchema,
  bootId: '2f1d6f0e-6f5e-4f0f-9a55-0a8f3d6c1b11',
  serverTime: 1_795_469_020_073.8,
} as const;

const megabyte = 1024 * 1024;
const quietEvidence = {
  rate: { value: 210, low: -900, high: 1_320 },
  points: 14,
  collections: 14,
  window: { from: envelope.serverTime - 900_000, to: envelope.serverTime },
  floor: { first: 181 * megabyte, last: 182 * megabyte },
  timeToLimit: null,
  how: 'heap left by each major collection',
};

/** Answers as they come from a server that is well, for the API's documentation. Each is parsed by its schema in a test. */
export const examples: {
  readonly stats: Stats;
  readonly health: Health;
  readonly leaks: Leaks;
  readonly collected: Collected;
  readonly configured: Configured;
} = {
  stats: {
    ...envelope,
    at: envelope.serverTime - 12,
    uptime: 86_400_000,
    heap: { used: 240 * megabyte, total: 310 * megabyte, limit: 4144 * megabyte },
    rss: 420 * megabyte,
    external: 12 * megabyte,
    arrayBuffers: 3 * megabyte,
    container: { limit: 6144 * megabyte },
    eventLoop: { window: 5000, mean: 0.4, p99: 3.1, max: 11.8, utilization: 0.21 },
    collections: {
      major: 14,
      minor: 2210,
      pause: 4123.5,
      last: { at: envelope.serverTime - 41_000, after: 182 * megabyte, pause: 21.4 },
    },
    services: [
      {
        name: 'cache',
        entries: 8_211,
        maxEntries: 10_000,
        bytes: 71 * megabyte,
        maxBytes: 100 * megabyte,
        hits: 190_233,
        misses: 10_120,
        evictions: 0,
        refused: 0,
      },
    ],
  },
  health: {
    ...envelope,
    status: 'warning',
    reasons: [
      {
        signal: 'container',
        level: 'warning',
        message: "Resident memory is 78 % of the container's limit.",
        value: 0.78,
        threshold: 0.75,
      },
    ],
    heap: { used: 240 * megabyte, limit: 4144 * megabyte, ratio: 0.058 },
    container: { rss: 4792 * megabyte, limit: 6144 * megabyte, ratio: 0.78 },
    eventLoop: { delay: 3.1 },
    verdict: 'clean',
  },
  leaks: {
    ...envelope,
    verdict: { word: 'clean', rule: null, evidence: quietEvidence, sentences: ['The floor does not grow.'] },
    settings: defaultDetectorSettings,
    statistics: { checks: 288, forcedCollections: 0, profilesRead: 0, tracked: 12, untracked: 0 },
    raised: [],
    alerts: [],
    retained: [],
    reports: [],
  },
  collected: { ...envelope, before: 240 * megabyte, after: 182 * megabyte, freed: 58 * megabyte, duration: 84.2 },
  configured: { ...envelope, settings: { ...defaultDetectorSettings, checkInterval: 60_000 } },
};

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LeakReport } from '@memory-plus/core/protocol/backend';
import { describe, expect, it } from 'vitest';
import {
  type CheckResult,
  MemoryLeakDetectorService,
} from '../../backend/src/common/services/memory-leak-detector.service.ts';
import { findCollect, GarbageCollector } from '../../backend/src/common/utils/garbage-collection.ts';
import { readMemory } from '../../backend/src/common/utils/memory-statistics.ts';
import { hoard } from './programs/buffers.ts';
import { programs } from './programs/index.ts';
import type { Program } from './programs/program.ts';

const collect = findCollect() ?? expect.fail('this Node gives no way to collect garbage');
/** V8 names the caller of a function that it has inlined, here the loop of the round. */
const inliner = 'round';
const roundTime = 20_000;
/** Twelve minutes of a service. */
const rounds = 36;

interface Outcome {
  readonly check: CheckResult;
  readonly reports: readonly LeakReport[];
  /** Whether it was called a leak at any moment. */
  readonly accused: boolean;
}

/**
 * The program's allocations, collections and profile are real; only the time between its rounds is made up. Ends early when a leak was
 * reported.
 */
async function watch(program: Program, most = rounds): Promise<Outcome> {
  let now = 1_000_000;
  let accused = false;
  const collector = new GarbageCollector(0, collect);
  const detector = new MemoryLeakDetectorService({
    collector,
    flushCollections: () => {},
    snapshot: async () => {},
    onError: (error) => expect.fail(String(error)),
    now: () => now,
  });
  detector.start();
  const running = program.start();
  try {
    for (let index = 0; index < most && !detector.reports().some(({ word }) => word === 'leak'); index++) {
      await running.round(index);
      now += roundTime;
      await nextTurn();
      collect();
      const reading = { ...readMemory(), at: now };
      detector.collected({ at: now, after: reading.heap.used, pause: 1 });
      detector.read(reading, null);
      accused ||= detector.verdict().word === 'leak';
    }
    return { check: await detector.check(), reports: detector.reports(), accused };
  } finally {
    detector.stop();
    running.stop();
  }
}

describe('the detector on small programs', () => {
  it.each(programs.filter(({ culprits }) => culprits !== null))('names where $title come from', async (program) => {
    const { check } = await watch(program);
    expect(check.verdict.word).toBe('leak');
    const site = check.report?.sites[0];
    expect(site?.script).toMatch(new RegExp(`^${program.file}:\\d+$`));
    expect([...(program.culprits ?? []), inliner]).toContain(site?.function);
    expect(check.report?.confirmation?.after).toBeGreaterThan(0);
  });

  it.each(programs.filter(({ culprits }) => culprits === null))('is silent on $title', async (program) => {
    const { check, reports, accused } = await watch(program);
    expect(reports).toEqual([]);
    expect(accused).toBe(false);
    expect(check.report).toBeNull();
  });

  it('suspects and reports what grows outside the heap', async () => {
    const { check } = await watch(hoard);
    expect(check.verdict).toMatchObject({ word: 'suspect', rule: 'external-growth' });
    expect(check.report).toMatchObject({ word: 'suspect', rule: 'external-growth' });
  });

  it('says that it has seen too little, whatever the program', async () => {
    for (const program of programs.slice(0, 4)) {
      const { check } = await watch(program, 3);
      expect(check.verdict.word).toBe('insufficient-data');
      expect(check.report).toBeNull();
    }
  });
});

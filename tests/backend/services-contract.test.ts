import { occupancySchema } from '@memory-plus/core/protocol/backend';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BoundedService } from '../../backend/src/services/bounded-service.ts';
import { boundedServices } from '../../backend/src/services/index.ts';
import type { ServiceKey } from '../../backend/src/services/service-definition.ts';
import { drivers, optionsOf } from '../bench/services/drivers.mjs';
import { judgeFloor } from '../bench/services/floor.mjs';

const many = 3_000;

function make(key: ServiceKey): BoundedService {
  const definition = boundedServices.find((one) => one.key === key);
  if (!definition) throw new Error(`There is no bounded service "${key}".`);
  return definition.create(optionsOf(key));
}

function driverOf(key: ServiceKey) {
  const driver = drivers[key];
  if (!driver) throw new Error(`tests/bench/services/drivers.mjs has no driver for "${key}".`);
  return driver;
}

function occupancy(service: BoundedService) {
  return [service, ...(service.parts ?? [])].map((member) => occupancySchema.parse(member.statistics()));
}

function refTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

describe.each(boundedServices.map(({ key }) => key))('the bounded service %s', (key) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('never exceeds its limit by more than one entry, and gives memory back without losing it', async () => {
    const service = make(key);
    const { fill } = driverOf(key);
    let fullest = 0;
    for (let index = 0; index < many; index++) {
      await fill(service, index);
      if (index % 500 === 499) service.relieve(index % 1_000 === 999 ? 'critical' : 'warning');
      for (const { entries, maxEntries, bytes, maxBytes } of occupancy(service)) {
        expect(maxEntries).not.toBeNull();
        expect(entries).toBeLessThanOrEqual((maxEntries ?? 0) + 1);
        if (bytes !== null && maxBytes !== null) expect(bytes).toBeLessThanOrEqual(maxBytes);
        fullest = Math.max(fullest, entries);
      }
    }
    if (key !== 'bulk') expect(fullest).toBeGreaterThan(0);
    await service.onModuleDestroy();
  });

  it('never keeps the process alive, and leaves no timer behind when it is destroyed, once or twice', async () => {
    const before = refTimers();
    await make(key).onModuleDestroy();
    const running = make(key);
    expect(refTimers()).toBe(before);
    await running.onModuleDestroy();

    vi.useFakeTimers();
    const service = make(key);
    await driverOf(key).operate(service, 0, 100);
    await service.onModuleDestroy();
    await service.onModuleDestroy();
    await vi.advanceTimersByTimeAsync(10);
    expect(vi.getTimerCount()).toBe(0);
    if (key !== 'connectionPool') expect(occupancy(service)[0]?.entries).toBe(0);
  });

  it('leaves the floor flat over a million operations', { timeout: 180_000 }, async () => {
    const service = make(key);
    const { operate } = driverOf(key);
    const { verdict, operations } = await judgeFloor((from, count) => operate(service, from, count));
    expect(operations).toBe(1_000_000);
    expect(verdict).toMatchObject({ word: 'clean' });
    await service.onModuleDestroy();
  });
});

describe('the judgement of the floor', () => {
  it('finds a twin that keeps what it was given', { timeout: 60_000 }, async () => {
    const kept: object[] = [];
    const { verdict } = await judgeFloor((from, count) => {
      for (let index = from; index < from + count; index++) kept.push({ index });
    });
    expect(verdict.word).toBe('leak');
  });

  it('does not mistake a filling cache for a leak', async () => {
    const kept = new Map<number, object>();
    const { verdict } = await judgeFloor(
      (from, count) => {
        for (let index = from; index < from + count; index++) kept.set(index % 3_000, { index });
      },
      { operations: 20_000 },
    );
    expect(verdict.word).toBe('clean');
  });
});

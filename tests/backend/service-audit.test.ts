import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { MemoryManagementModule, MemorySafeCache } from '@memory-plus/backend';
import { auditSchema } from '@memory-plus/core/protocol/backend';
import { Injectable, Module, type Type } from '@nestjs/common';
import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ServiceAuditor } from '../../backend/src/audit/service-auditor.ts';
import { call, start, token } from './host.ts';

/** The one that the backend uses: at the root there may be another. */
const { LRUCache }: { LRUCache: new (options: object) => { set(key: string, value: unknown): void } } = createRequire(
  new URL('../../backend/package.json', import.meta.url),
)('lru-cache');

interface Worker {
  work(step: number): void;
}

@Injectable()
class LeakingSessions implements Worker {
  readonly sessions = new Map<string, object>();
  work(step: number): void {
    this.sessions.set(`s${step}`, {});
  }
}

@Injectable()
class LeakingLog implements Worker {
  readonly lines: string[] = [];
  work(step: number): void {
    this.lines.push(`line ${step}`, 'another');
  }
}

@Injectable()
class LeakingIndex implements Worker {
  readonly byUser: Record<string, number[]> = { one: [] };
  work(step: number): void {
    this.byUser.one?.push(step);
  }
}

@Injectable()
class LeakingListeners implements Worker {
  readonly bus = new EventEmitter().setMaxListeners(0);
  work(): void {
    this.bus.on('price', () => {});
  }
}

@Injectable()
class LeakingSubscribers implements Worker {
  readonly prices = new Subject<number>();
  work(): void {
    this.prices.subscribe(() => {});
  }
}

/** What healthy services do, in many forms: steady, filling up and then full, sawtooth, batch, bounded, once. */
const healthy: readonly ((field: unknown[], step: number) => void)[] = [
  () => {},
  (field, step) => {
    if (step < 20) field.push(step);
  },
  (field, step) => {
    field.push(step);
    if (step % 10 === 0) field.length = 0;
  },
  (field, step) => {
    field.push(step);
    if (field.length > 12) field.shift();
  },
  (field, step) => {
    field.length = step % 2 === 0 ? 50 : 10;
  },
  (field, step) => {
    if (step === 30) field.push(...Array.from({ length: 100 }));
  },
];

function healthyService(index: number): Type<Worker> {
  const behave = healthy[index % healthy.length];
  class Healthy implements Worker {
    readonly items: unknown[] = [];
    readonly cache = new MemorySafeCache<string>({ name: 'items', maxEntries: 1000 });
    readonly hostile = {
      max: 1,
      get size(): never {
        throw new Error('this getter throws');
      },
    };
    get danger(): never {
      throw new Error('a getter was called');
    }
    work(step: number): void {
      behave?.(this.items, step);
      this.cache.set(String(step), 'value');
    }
  }
  Object.defineProperty(Healthy, 'name', { value: `Healthy${index}` });
  return Injectable()(Healthy) ?? Healthy;
}

describe('the audit of an application of 170 providers', () => {
  const leaking: Type<Worker>[] = [LeakingSessions, LeakingLog, LeakingIndex, LeakingListeners, LeakingSubscribers];
  const providers = [...leaking, ...Array.from({ length: 165 }, (_, index) => healthyService(index))];

  it('names the five fields that grow without bound, and no other', async () => {
    @Module({ imports: [MemoryManagementModule.forRoot({ routes: true, adminToken: token })], providers })
    class App {}
    const { app, base } = await start(App, 'express');
    const workers = providers.map((provider) => app.get<Worker>(provider));
    const auditor = app.get(ServiceAuditor, { strict: false });
    for (let step = 0; step < 120; step++) {
      for (const worker of workers) worker.work(step);
      auditor.sample(step * 10_000);
    }
    const path = '/api/monitoring/memory/audit';
    expect((await call(base, path)).status).toBe(401);
    const answer = await call(base, path, { headers: { authorization: `Bearer ${token}` } });
    await app.close();
    const audit = auditSchema.parse(answer.body);
    const growing = audit.fields.filter(({ verdict }) => verdict === 'growing');
    expect(growing.map(({ name }) => name).sort()).toEqual([
      'LeakingIndex.byUser',
      'LeakingListeners.bus',
      'LeakingLog.lines',
      'LeakingSessions.sessions',
      'LeakingSubscribers.prices',
    ]);
    for (const { advice, perMinute } of growing) {
      expect(advice).toBeTruthy();
      expect(perMinute).toBeCloseTo(perMinute > 9 ? 12 : 6, 0);
    }
    expect(audit.services).toBeGreaterThanOrEqual(170);
    expect(audit.fields.filter(({ verdict }) => verdict === 'bounded')[0]).toMatchObject({
      kind: 'cache',
      bound: 1000,
    });
  });
});

@Injectable()
class LeakingIds implements Worker {
  readonly seen = new Set<string>();
  work(step: number): void {
    this.seen.add(`id ${step}`);
  }
}

@Injectable()
class LeakingByKey implements Worker {
  readonly totals: Record<string, number> = {};
  work(step: number): void {
    this.totals[`day ${step}`] = step;
  }
}

@Injectable()
class LeakingBuffer implements Worker {
  body = Buffer.alloc(0);
  work(): void {
    this.body = Buffer.concat([this.body, Buffer.alloc(64)]);
  }
}

@Injectable()
class LeakingTimers implements Worker {
  readonly beats: NodeJS.Timeout[] = [];
  work(): void {
    this.beats.push(setInterval(() => {}, 3_600_000).unref());
  }
  onModuleDestroy(): void {
    for (const beat of this.beats) clearInterval(beat);
  }
}

/** A time to live without a maximum: what is never asked for again is never dropped. */
@Injectable()
class LeakingCache implements Worker {
  readonly users = new LRUCache({ ttl: 3_600_000 });
  work(step: number): void {
    this.users.set(`user ${step}`, {});
  }
}

@Injectable()
class SizedCache implements Worker {
  readonly pages = new LRUCache({ maxSize: 100_000, sizeCalculation: (page: string) => page.length });
  work(step: number): void {
    this.pages.set(`page ${step}`, 'text');
  }
}

describe('the audit of other ways to leak', () => {
  it('names the fields, and not the cache that is bounded by what is in it', async () => {
    const leaking: Type<Worker>[] = [LeakingIds, LeakingByKey, LeakingBuffer, LeakingTimers, LeakingCache];
    const providers = [...leaking, SizedCache, ...Array.from({ length: 164 }, (_, index) => healthyService(index))];
    @Module({ imports: [MemoryManagementModule.forRoot()], providers })
    class App {}
    const { app } = await start(App, 'fastify');
    const auditor = app.get(ServiceAuditor, { strict: false });
    for (let step = 0; step < 90; step++) {
      for (const provider of providers) app.get<Worker>(provider).work(step);
      auditor.sample(step * 10_000);
    }
    const { fields } = auditor.report();
    await app.close();
    expect(
      fields
        .filter(({ verdict }) => verdict === 'growing')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'LeakingBuffer.body',
      'LeakingByKey.totals',
      'LeakingCache.users',
      'LeakingIds.seen',
      'LeakingTimers.beats',
    ]);
    expect(fields).toContainEqual(
      expect.objectContaining({ name: 'SizedCache.pages', verdict: 'bounded', size: 360, bound: 100_000 }),
    );
  });
});

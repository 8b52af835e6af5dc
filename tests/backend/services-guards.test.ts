import { Controller, Get, HttpException, type INestApplication, Module, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SkipThrottle, Throttle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BoundedServicesModule } from '../../backend/src/services/bounded-services.module.ts';
import { clientAddress, normalAddress } from '../../backend/src/services/ip-reputation/client-address.ts';
import { IpReputationGuard } from '../../backend/src/services/ip-reputation/ip-reputation.guard.ts';
import { IpReputationService } from '../../backend/src/services/ip-reputation/ip-reputation.service.ts';
import { RateLimiterService } from '../../backend/src/services/rate-limiter/rate-limiter.service.ts';
import { connectRedis } from '../../backend/src/storage/redis.ts';
import { adapters, call, start } from './host.ts';
import { startRedis } from './services/redis.ts';

@Controller()
@UseGuards(IpReputationGuard)
class LoginController {
  @Get('login')
  login(): never {
    throw new HttpException('wrong password', 401);
  }

  @Get('page')
  page(): string {
    return 'page';
  }
}

@Controller('limited')
class LimitedController {
  @Get()
  limited(): string {
    return 'ok';
  }

  @Get('more')
  @Throttle({ default: { limit: 5, ttl: 60_000 } })
  more(): string {
    return 'ok';
  }

  @Get('free')
  @SkipThrottle()
  free(): string {
    return 'ok';
  }
}

const guarded = (trustedHops: number) => {
  @Module({
    imports: [BoundedServicesModule.forRoot({ ipReputation: { threshold: 25, trustedHops } })],
    controllers: [LoginController],
  })
  class App {}
  return App;
};

@Module({
  imports: [
    BoundedServicesModule.forRoot({ rateLimiter: { maxKeys: 100 } }),
    ThrottlerModule.forRootAsync({
      inject: [RateLimiterService],
      useFactory: (storage: RateLimiterService) => ({ throttlers: [{ ttl: 60_000, limit: 2 }], storage }),
    }),
  ],
  controllers: [LimitedController],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})
class LimitedApp {}

let app: INestApplication | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe.each(adapters)('the IP-reputation guard on %s', (adapter) => {
  it('blocks who guesses, tells for how long, and lets others in', async () => {
    const started = await start(guarded(1), adapter);
    app = started.app;
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    for (let tries = 0; tries < 3; tries++)
      expect((await call(started.base, '/login', from('203.0.113.1'))).status).toBe(401);
    const refused = await call(started.base, '/page', from('203.0.113.1'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    expect((await call(started.base, '/page', from('203.0.113.2'))).status).toBe(200);
    expect(started.app.get(IpReputationService).statistics()).toMatchObject({ entries: 1, refused: 1 });
  });

  it('is not deceived by a header that the client wrote', async () => {
    const started = await start(guarded(0), adapter);
    app = started.app;
    for (let tries = 0; tries < 3; tries++)
      await call(started.base, '/login', { headers: { 'x-forwarded-for': `203.0.113.${tries}` } });
    const answer = await call(started.base, '/page', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(answer.status).toBe(429);
  });
});

describe.each(adapters)('the rate limiter behind the guard of @nestjs/throttler on %s', (adapter) => {
  it('answers 429 with Retry-After beyond the limit, by route, as its decorators say', async () => {
    const started = await start(LimitedApp, adapter);
    app = started.app;
    const statuses = async (path: string, times: number) => {
      const answers = [];
      for (let i = 0; i < times; i++) answers.push(await call(started.base, path));
      return answers;
    };
    const limited = await statuses('/limited', 3);
    expect(limited.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(Number(limited[2]?.headers['retry-after'])).toBeGreaterThan(50);
    expect(limited[1]?.headers['x-ratelimit-remaining']).toBe('0');
    expect((await statuses('/limited/more', 6)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await statuses('/limited/free', 5)).every(({ status }) => status === 200)).toBe(true);
    expect(started.app.get(RateLimiterService).statistics()).toMatchObject({ entries: 2, maxEntries: 100, refused: 2 });
  });
});

describe('the address of a client', () => {
  const request = (header: string | string[] | undefined, remoteAddress = '10.0.0.1') => ({
    headers: header === undefined ? {} : { 'x-forwarded-for': header },
    socket: { remoteAddress },
  });

  it.each([
    [0, '1.1.1.1', '10.0.0.1'],
    [1, '1.1.1.1, 2.2.2.2', '2.2.2.2'],
    [2, '9.9.9.9, 1.1.1.1, 2.2.2.2', '1.1.1.1'],
    [2, '2.2.2.2', '2.2.2.2'],
    [1, undefined, '10.0.0.1'],
    [1, 'nonsense', '10.0.0.1'],
    [1, '', '10.0.0.1'],
  ])('with %i trusted hops and %j is %s', (hops, header, address) => {
    expect(clientAddress(request(header), hops)).toBe(address);
  });

  it('never depends on what stands before the trusted hops', () => {
    const address = fc.ipV4();
    fc.assert(
      fc.property(fc.string(), fc.array(address, { minLength: 1, maxLength: 4 }), (written, trusted) => {
        const forged = [written.replaceAll(/[\r\n]/g, ''), ...trusted].join(', ');
        expect(clientAddress(request(forged), trusted.length)).toBe(trusted[0]);
      }),
    );
  });

  it('is one for a whole IPv6 network, and for IPv4 in IPv6', () => {
    expect(normalAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(normalAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(normalAddress('2001:DB8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(normalAddress('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(normalAddress('::1')).toBe('0:0:0:0::/64');
    expect(normalAddress('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    fc.assert(fc.property(fc.ipV6(), (address) => /^[\da-f:.]+(::\/64)?$/.test(normalAddress(address))));
  });
});

describe('a reputation', () => {
  it('decays by half in its half-life, and is forgotten when it says nothing any more', () => {
    vi.useFakeTimers();
    const reputation = new IpReputationService({ halfLife: 1_000 });
    reputation.report('a', 40);
    vi.advanceTimersByTime(1_000);
    expect(reputation.score('a')).toBeCloseTo(20);
    vi.advanceTimersByTime(60_000);
    expect(reputation.statistics().entries).toBe(0);
    reputation.onModuleDestroy();
    vi.useRealTimers();
  });

  it('blocks for its time and not for ever', () => {
    vi.useFakeTimers();
    const reputation = new IpReputationService({ blockFor: 5_000 });
    reputation.report('a', 100);
    expect(reputation.check('a')).toBe(5_000);
    vi.advanceTimersByTime(5_000);
    expect(reputation.check('a')).toBe(0);
    reputation.onModuleDestroy();
    vi.useRealTimers();
  });
});

describe('the count of a rate limiter', () => {
  const count = (limiter: RateLimiterService, key = 'a') => limiter.increment(key, 1_000, 2, 5_000, 'default');

  it('blocks beyond the limit, and begins anew when the block is over; its clean-up forgets what is over', async () => {
    vi.useFakeTimers();
    const limiter = new RateLimiterService();
    await count(limiter);
    expect(await count(limiter)).toMatchObject({ totalHits: 2, isBlocked: false, timeToExpire: 1 });
    expect(await count(limiter)).toMatchObject({ totalHits: 3, isBlocked: true, timeToBlockExpire: 5 });
    vi.advanceTimersByTime(4_000);
    expect(await count(limiter)).toMatchObject({ isBlocked: true, timeToBlockExpire: 1 });
    vi.advanceTimersByTime(1_000);
    expect(await count(limiter)).toMatchObject({ totalHits: 1, isBlocked: false });
    vi.advanceTimersByTime(60_000);
    expect(limiter.statistics().entries).toBe(0);
    limiter.onModuleDestroy();
    vi.useRealTimers();
  });

  it('is shared through Redis, and goes on in memory while Redis is killed', async () => {
    const server = await startRedis();
    const redis = await connectRedis(server.url, { warn: () => {} });
    if (!redis.client) throw new Error('Redis is off.');
    const [one, two] = [
      new RateLimiterService({ redis: redis.client }),
      new RateLimiterService({ redis: redis.client }),
    ];
    await count(one);
    await count(two);
    expect(await count(one)).toMatchObject({ totalHits: 3, isBlocked: true, timeToBlockExpire: 5 });
    expect(await count(two)).toMatchObject({ isBlocked: true });
    expect(one.statistics().entries).toBe(0);
    await server.kill();
    for (let i = 0; i < 2; i++) expect(await count(one, 'b')).toMatchObject({ totalHits: i + 1, isBlocked: false });
    expect(await count(one, 'b')).toMatchObject({ isBlocked: true });
    for (const limiter of [one, two]) limiter.onModuleDestroy();
    await redis.close();
    await server.stop();
  });
});

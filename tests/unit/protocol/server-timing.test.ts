import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatServerTiming, readServerTiming } from '../../../src/protocol/index.ts';
import { metricsOf } from './metrics.ts';

const whole = fc.integer({ min: 0, max: 1e12 });
const timings = fc.record({
  boot: fc.uuid(),
  request: fc.integer({ min: 1, max: 1e9 }),
  handling: fc.integer({ min: 0, max: 100_000 }).map((tenths) => tenths / 10),
  heapBefore: whole,
  heapAfter: whole,
  concurrent: whole,
  collections: whole,
  route: fc.option(
    fc.stringMatching(/^[\x20-\x7e]{1,80}$/).filter((text) => !/["\\]/.test(text)),
    { nil: null },
  ),
});

describe('the timing of a request', () => {
  it('comes out of a header as it was put in', () => {
    fc.assert(
      fc.property(timings, (timing) => {
        expect(readServerTiming(metricsOf(formatServerTiming(timing)))).toEqual(timing);
      }),
    );
  });

  it('never breaks the header, whatever a route is called', () => {
    fc.assert(
      fc.property(timings, fc.string({ unit: 'binary' }), (timing, route) => {
        const header = formatServerTiming({ ...timing, route });
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        expect(metricsOf(header)).toHaveLength(2);
      }),
    );
  });

  it('is not read from anything else', () => {
    const metric = fc.record({
      name: fc.constantFrom('heap', 'route', 'db'),
      duration: fc.double(),
      description: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(metric), (metrics) => {
        expect(readServerTiming(metrics)).toBeNull();
      }),
    );
    const forged = 'boot=b,request=1e3,before=1,after=-2,concurrent=0,gc=0';
    expect(readServerTiming([{ name: 'heap', duration: 1, description: forged }])).toBeNull();
  });
});

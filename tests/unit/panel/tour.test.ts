import { describe, expect, it, vi } from 'vitest';
import { createTour, tourKey, tourSteps } from '../../../panel/store/tour.ts';
import { FakePlatform } from '../../panel-page/fake-platform.ts';

async function open(seen: unknown) {
  const platform = new FakePlatform();
  platform.stored.local.set(tourKey, seen);
  const tour = createTour(platform);
  await Promise.resolve();
  await Promise.resolve();
  return { platform, tour };
}

describe('the tour', () => {
  it('leads a newcomer through its steps, once', async () => {
    const { platform, tour } = await open(undefined);
    const steps = [];
    while (tour.step.value) {
      steps.push(tour.step.value);
      tour.next();
    }
    expect(steps).toEqual(tourSteps);
    expect(platform.stored.local.get(tourKey)).toBe(true);
    tour.again();
    expect(tour.step.value).toBe('verdict');
    tour.end();
    expect(tour.step.value).toBeNull();
  });

  it('is not shown to whoever has seen it, nor where nothing is remembered', async () => {
    expect((await open(true)).tour.step.value).toBeNull();
    const platform = new FakePlatform();
    platform.read = () => Promise.reject(new Error('no storage'));
    const tour = createTour(platform);
    await vi.waitFor(() => expect(tour.step.value).toBeNull());
  });
});

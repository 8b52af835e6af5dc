import { exportTrace } from '@memory-plus/core/recording';
import { expect, it } from 'vitest';
import { bundleTraceReader } from '../../bench/snapshots/bundles.mjs';
import { recordingToTrace } from './recording-to-trace.ts';

it('opens in the Performance panel: its own reader finds renders, counters, collections and marks', async () => {
  const { TraceModel } = await import(/* @vite-ignore */ await bundleTraceReader());
  const { traceEvents, metadata } = JSON.parse(exportTrace(recordingToTrace()));
  const model = TraceModel.Model.createWithAllHandlers();
  await model.parse(traceEvents, { metadata, isFreshRecording: false });
  const { data } = model.parsedTrace(0);
  const [group] = data.ExtensionTraceData.extensionTrackData;
  expect(group).toMatchObject({ name: 'Memory+', isTrackGroup: true });
  const [render] = group.entriesByTrack['Slow renders'];
  expect(render).toMatchObject({ name: 'ProductList', dur: 48_500 });
  expect(data.Memory.updateCountersByProcess.get(1)).toHaveLength(40);
  expect(data.Memory.updateCountersByProcess.get(2)).toHaveLength(20);
  expect(data.UserTimings.performanceMarks.map(({ name }: { name: string }) => name)).toEqual(['after checkout']);
  expect(data.Meta.traceBounds.range).toBe(10_000_000);
  expect(data.Renderer.processes.get(1).url).toBe('http://localhost/');
}, 60_000);

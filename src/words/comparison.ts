import { phrases } from './phrases.ts';

/** What changed from one recording to another. */
export const say = phrases('comparison', {
  verdict: 'Verdict: {before} before, {after} after.',
  growth: 'Growth of the floor: {before} before, {after} after.',
  floor: 'Heap after collections: {before} before, {after} after.',
  slow: 'Slow renders: {slowBefore} of {allBefore} before, {slowAfter} of {allAfter} after.',
  render: '{component} renders in {before} before, {after} after (median).',
  on: '{component} on {page}',
  rss: 'Memory of the process: {before} before, {after} after (median).',
  eventLoop: 'Event-loop delay: {before} before, {after} after (median).',
  alerts: 'Alerts of the server: {before} before, {after} after.',
  actions: 'Actions taken on the server: {before} before, {after} after.',
  none: 'none',
  insufficient: 'insufficient-data',
  clean: 'clean',
  growing: 'growing',
  suspect: 'suspect',
  leak: 'leak',
});

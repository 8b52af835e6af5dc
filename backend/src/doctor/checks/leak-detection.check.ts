import { leaksSchema } from '@memory-plus/core/protocol/backend';
import { type Check, failed, ok } from '../check.ts';

export const leakDetectionCheck: Check = {
  id: 'leak-detection',
  stage: 'after deployment',
  title: 'The leak detector runs, and its log is reviewed',
  async run({ server }) {
    const { verdict, settings, reports, raised, statistics } = await server.api('leaks', leaksSchema);
    if (!settings.enabled)
      return failed('Leak detection is off.', 'Set LEAK_DETECTION=true and start the server again.');
    const fresh = reports.filter(({ state }) => state === 'new');
    if (verdict.word === 'leak' || verdict.word === 'suspect' || fresh.length > 0) {
      const what = fresh.map(({ id, sentences }) => `${id}: ${sentences[0] ?? ''}`).join(' ');
      return failed(
        `The verdict is ${verdict.word}, with ${fresh.length} new reports. ${what}`.trim(),
        'Read GET /api/monitoring/memory/leaks: evidence, allocation sites, advice.',
      );
    }
    const alerts = raised.length > 0 ? `; raised: ${raised.join(', ')}` : '';
    return ok(
      `The verdict is ${verdict.word} after ${statistics.checks} checks; ${reports.length} known reports${alerts}.`,
    );
  },
};

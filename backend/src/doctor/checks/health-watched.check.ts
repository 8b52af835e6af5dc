import { statsSchema } from '@memory-plus/core/protocol/backend';
import { type Check, failed, ok, skipped } from '../check.ts';

const settled = 120_000;
/** The doctor itself asks once, before this check. */
const own = 1;

export const healthWatchedCheck: Check = {
  id: 'health-watched',
  stage: 'after deployment',
  title: 'Someone watches /api/health',
  async run({ server }) {
    const asked = await server.metric('memory_plus_health_checks_total');
    const { uptime } = await server.api('stats', statsSchema);
    const minutes = Math.round(uptime / 60_000);
    if (asked === null) return skipped('The server does not count its health checks.');
    if (asked > own) return ok(`It was asked ${asked} times within ${minutes} minutes.`);
    if (uptime < settled) return skipped('The server has just been started; ask again in two minutes.');
    return failed(
      `Nobody has asked it in ${minutes} minutes.`,
      'Let the load balancer, the readiness probe or an uptime monitor ask GET /api/health.',
    );
  },
};

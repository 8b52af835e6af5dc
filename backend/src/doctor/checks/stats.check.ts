import { historySchema, statsSchema } from '@memory-plus/core/protocol/backend';
import { type Check, failed, ok } from '../check.ts';

const settled = 60_000;

export const statsCheck: Check = {
  id: 'stats',
  stage: 'after deployment',
  title: 'Memory statistics are measured and kept',
  async run({ server, file }) {
    const { heap, uptime } = await server.api('stats', statsSchema);
    const { kept, samples } = await server.api('history', historySchema);
    if (samples.length === 0 && uptime > settled)
      return failed('There is no sample of the last hour.', 'Look into the log of the server: measuring has stopped.');
    const wanted = file?.settings && file.settings.storage !== false;
    if (wanted && kept === 'memory')
      return failed(
        'Samples are in memory only, although a database is configured.',
        'GET /api/monitoring/memory/health says why the database cannot be used.',
      );
    return ok(
      `${Math.round((heap.used / heap.limit) * 100)} % of the heap is in use; ${samples.length} samples of the last hour in ${kept}.`,
    );
  },
};

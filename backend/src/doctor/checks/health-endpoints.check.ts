import { healthSchema } from '@memory-plus/core/protocol/backend';
import { type Check, failed, ok } from '../check.ts';

export const healthEndpointsCheck: Check = {
  id: 'health-endpoints',
  stage: 'before deployment',
  title: 'The health endpoints answer',
  async run({ server }) {
    const { status: readiness } = await server.get('/api/health');
    const { status, reasons } = await server.api('health', healthSchema);
    if (readiness === 404)
      return failed('GET /api/health is not served.', 'Switch `health` on in the options of the module.');
    if (readiness !== 200 || status === 'critical') {
      const why = reasons.map(({ message }) => message).join(' ');
      return failed(
        `GET /api/health answers ${readiness}, memory is ${status}. ${why}`,
        'Take load off the server, and see the reasons.',
      );
    }
    return ok(`Readiness answers 200, memory is ${status}.`);
  },
};

import { apiPrefix } from '@memory-plus/core/protocol/backend';
import { type Check, failed, ok, skipped } from '../check.ts';

const route = `${apiPrefix}/audit`;

export const adminRoutesCheck: Check = {
  id: 'admin-routes',
  stage: 'before deployment',
  title: 'Admin routes are guarded, and this token opens them',
  async run({ server, file }) {
    const { status: without } = await server.get(route);
    if (without !== 401 && without !== 403)
      return failed(
        `GET ${route} answers ${without} without a token.`,
        'Something before the server lets requests through; take it away.',
      );
    const token = file?.values.ADMIN_TOKEN;
    if (!token)
      return skipped('They are guarded. Without a settings file with an ADMIN_TOKEN the token cannot be tried.');
    if (!server.trusted)
      return skipped(
        'They are guarded. The token is not sent over plain HTTP; use https or do it on the machine itself.',
      );
    const { status } = await server.get(route, token);
    if (status === 200) return ok('401 without the token, 200 with it.');
    return failed(
      `GET ${route} answers ${status} with the token.`,
      'The server runs with another ADMIN_TOKEN than the file has: start it again.',
    );
  },
};

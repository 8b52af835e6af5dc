import { connectRedis, redisAddress } from '../../storage/redis.ts';
import { type Check, failed, noFile, ok, skipped } from '../check.ts';

export const redisCheck: Check = {
  id: 'redis',
  stage: 'before deployment',
  title: 'Redis can be reached',
  async run({ file }) {
    if (!file) return noFile;
    const url = file.values.REDIS_URL;
    if (!url) return skipped('REDIS_URL is empty: caches and rate limits are those of one process.');
    const redis = await connectRedis(url, { warn: () => {} });
    const state = redis.state();
    await redis.close();
    const where = redisAddress(url);
    if (state === 'connected') return ok(`Redis at ${where} answers.`);
    return failed(
      `Redis at ${where} does not answer.`,
      'Start Redis, or check REDIS_URL. The server goes on without it.',
    );
  },
};

import type { INestApplicationContext, WebSocketAdapter } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { optionalModule } from '../../storage/optional-module.ts';

/**
 * The adapter of socket.io for several instances: what one broadcasts reaches the clients of all. While Redis is away each instance
 * reaches its own. Give it to `app.useWebSocketAdapter(await redisIoAdapter(app, redis))`.
 */
export async function redisIoAdapter(app: INestApplicationContext, redis: Redis): Promise<WebSocketAdapter> {
  const user = 'A WebSocket gateway of several instances';
  const { IoAdapter } = await optionalModule(
    '@nestjs/platform-socket.io',
    user,
    () => import('@nestjs/platform-socket.io'),
  );
  const { createAdapter } = await optionalModule(
    '@socket.io/redis-adapter',
    user,
    () => import('@socket.io/redis-adapter'),
  );
  // It only subscribes, and must do so again by itself when Redis is back.
  const subscriber = redis.duplicate({ enableOfflineQueue: true, lazyConnect: false, maxRetriesPerRequest: null });
  // Each failed attempt comes here; without a listener it would be written to the console.
  subscriber.on('error', () => {});

  class RedisIoAdapter extends IoAdapter {
    override createIOServer(port: number, options?: Parameters<InstanceType<typeof IoAdapter>['createIOServer']>[1]) {
      const server = super.createIOServer(port, options);
      server.adapter(createAdapter(withoutRejections(redis), subscriber));
      return server;
    }

    override async dispose(): Promise<void> {
      await super.dispose();
      subscriber.disconnect();
    }
  }
  return new RedisIoAdapter(app);
}

/** The adapter waits for no answer of `publish`: while Redis is away each would be an unhandled rejection, which ends the process. */
function withoutRejections(redis: Redis): Redis {
  const publish = (...message: Parameters<Redis['publish']>) => redis.publish(...message).catch(() => 0);
  return new Proxy(redis, {
    get(target, name) {
      if (name === 'publish') return publish;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

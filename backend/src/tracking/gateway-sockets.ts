import type { EventEmitter } from 'node:events';
import type { ModulesContainer } from '@nestjs/core';

type Release = (object: object, label: string) => void;

/** By these names @nestjs/websockets, which is not needed here, marks gateways and the field that holds their server. */
const gatewayMark = 'websockets:is_gateway';
const serverMark = 'websockets:is_socket';
/** Of Socket.IO, and of ws. */
const ends = ['disconnect', 'close'] as const;

/**
 * Tells of each socket of a gateway when it is disconnected: it should be dead then. Sees gateways that have a `@WebSocketServer()` field.
 * @returns a function that ends it
 */
export function watchGatewaySockets(modules: ModulesContainer, release: Release): () => void {
  const stops: (() => void)[] = [];
  for (const module of modules.values()) {
    for (const { metatype, instance } of module.providers.values()) {
      if (!isGateway(metatype)) continue;
      const label = `${module.metatype?.name ?? ''}.${metatype.name} socket`;
      const server = serverOf(instance);
      if (!server) continue;
      const connected = (socket: unknown) => {
        if (isEmitter(socket)) onEnd(socket, () => release(socket, label));
      };
      server.on('connection', connected);
      stops.push(() => server.off('connection', connected));
    }
  }
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether an application has gateways, which need an adapter of WebSockets. */
export function hasGateways(modules: ModulesContainer): boolean {
  return [...modules.values()].some(({ providers }) =>
    [...providers.values()].some(({ metatype }) => isGateway(metatype)),
  );
}

function isGateway(metatype: unknown): metatype is { readonly name: string } {
  return typeof metatype === 'function' && Boolean(Reflect.getMetadata(gatewayMark, metatype));
}

function serverOf(gateway: unknown): EventEmitter | undefined {
  if (typeof gateway !== 'object' || gateway === null) return undefined;
  for (const field in gateway) {
    if (!Reflect.getMetadata(serverMark, gateway, field)) continue;
    const server: unknown = Reflect.get(gateway, field);
    if (isEmitter(server)) return server;
  }
  return undefined;
}

function onEnd(socket: EventEmitter, act: () => void): void {
  const ended = () => {
    for (const end of ends) socket.off(end, ended);
    act();
  };
  for (const end of ends) socket.on(end, ended);
}

function isEmitter(value: unknown): value is EventEmitter {
  return typeof value === 'object' && value !== null && 'on' in value && 'off' in value;
}

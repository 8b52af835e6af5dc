import { type ModulesContainer, REQUEST } from '@nestjs/core';
import { rawRequest } from '../monitoring/raw-http.ts';
import { routeOf } from './route-of.ts';

type Module = ModulesContainer extends Map<string, infer M> ? M : never;
type Wrapper = Module['providers'] extends Map<unknown, infer W> ? W : never;
type Release = (object: object, label: string) => void;

interface Scoped {
  readonly name: string;
  readonly wrapper: Wrapper;
}

/**
 * Tells, at the end of each request, what Nest made for that request alone: its objects should be dead then. Routes that need nothing of
 * the kind are not touched: it listens where Nest registers the request for those that do.
 * @returns a function that ends it
 */
export function watchRequestInstances(modules: ModulesContainer, release: Release): () => void {
  const scoped = [...modules.values()].flatMap(scopedOf);
  const registration = [...modules.values()]
    .map(({ providers }) => providers.get(REQUEST))
    .find((wrapper) => wrapper !== undefined);
  if (scoped.length === 0 || !registration) return () => {};
  const register = registration.setInstanceByContextId;
  registration.setInstanceByContextId = (contextId, value, inquirerId) => {
    register.call(registration, contextId, value, inquirerId);
    const request: unknown = value.instance;
    if (!isRequest(request)) return;
    rawRequest(request).once('close', () => {
      const route = routeOf(request);
      for (const { name, wrapper } of scoped) {
        for (const { instance } of wrapper.getExistingInstancesByContextId(contextId)) {
          if (typeof instance === 'object' && instance !== null) release(instance, `${name} (${route})`);
        }
      }
    });
  };
  return () => {
    registration.setInstanceByContextId = register;
  };
}

/** What a module makes for each request. Durable providers outlive requests by their nature. */
function scopedOf(module: Module): Scoped[] {
  return [...module.providers.values(), ...module.controllers.values(), ...module.injectables.values()]
    .filter((wrapper) => !wrapper.isNotMetatype && !wrapper.isAlias && !wrapper.isTransient)
    .filter((wrapper) => !wrapper.isDependencyTreeStatic() && !wrapper.isDependencyTreeDurable())
    .map((wrapper) => ({ name: `${module.metatype?.name ?? ''}.${wrapper.metatype?.name ?? ''}`, wrapper }));
}

/** Contexts that are no HTTP request (of a queue, of a microservice) have no end that is known here. */
function isRequest(value: unknown): value is Parameters<typeof routeOf>[0] {
  if (typeof value !== 'object' || value === null) return false;
  const raw: unknown = 'raw' in value ? value.raw : value;
  return typeof raw === 'object' && raw !== null && 'once' in raw && 'method' in raw;
}

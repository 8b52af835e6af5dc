import type { ModulesContainer } from '@nestjs/core';
import type { Service } from './service-audit.ts';

/** Every provider, controller, gateway and guard of the running application that has one instance; Nest's and this package's own are left out. */
export function discoverServices(modules: ModulesContainer): Service[] {
  const found = new Map<object, string>();
  for (const module of modules.values()) {
    if (notAudited.has(module.metatype?.name ?? '')) continue;
    for (const wrapper of [
      ...module.providers.values(),
      ...module.controllers.values(),
      ...module.injectables.values(),
    ]) {
      // What is made per request has no life that could be followed; a value or factory without a class is no service.
      if (!wrapper.isDependencyTreeStatic() || wrapper.isNotMetatype) continue;
      const instance: unknown = wrapper.instance;
      const owned = typeof instance === 'object' && instance !== null && typeof wrapper.metatype === 'function';
      if (owned && !notAudited.has(wrapper.metatype?.name ?? ''))
        found.set(instance, wrapper.metatype?.name || String(wrapper.name));
    }
  }
  return [...found].map(([instance, name]) => ({ name, instance }));
}

/** Modules and providers of Nest and of this package. */
const notAudited = new Set([
  'InternalCoreModule',
  'ModuleRef',
  'ApplicationConfig',
  'TerminusModule',
  'MemoryManagementModule',
  'MonitoringModule',
  'HealthModule',
  'MemoryHealthModule',
]);

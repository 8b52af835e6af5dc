import type { Audit } from '@memory-plus/core/protocol/backend';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ManagedTimers } from '../common/utils/managed-timers.ts';
import { epochNow } from '../common/utils/memory-statistics.ts';
import { MemoryApi } from '../monitoring/memory-api.service.ts';
import { discoverServices } from './discover-services.ts';
import { ServiceAudit } from './service-audit.ts';

const interval = 10_000;

/** Audits the services of the application that the module is part of, a sample each 10 s. */
@Injectable()
export class ServiceAuditor implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #modules: ModulesContainer;
  readonly #api: MemoryApi;
  readonly #timers = new ManagedTimers();
  #audit = new ServiceAudit([]);

  constructor(@Inject(ModulesContainer) modules: ModulesContainer, @Inject(MemoryApi) api: MemoryApi) {
    this.#modules = modules;
    this.#api = api;
  }

  onApplicationBootstrap(): void {
    this.#audit = new ServiceAudit(discoverServices(this.#modules));
    this.#timers.interval(() => this.sample(epochNow()), interval);
  }

  onModuleDestroy(): void {
    this.#timers.clear();
  }

  sample(at: number): void {
    this.#audit.sample(at);
  }

  report(): Audit {
    return { ...this.#api.envelope(), ...this.#audit.report() };
  }
}

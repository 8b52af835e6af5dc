import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { MemoryLeakDetectorService } from '../common/services/memory-leak-detector.service.ts';
import { OPTIONS, type ResolvedOptions } from '../options.ts';
import { watchGatewaySockets } from './gateway-sockets.ts';
import { watchRequestInstances } from './request-instances.ts';
import { watchSessions } from './sessions.ts';

/** Hands what should be dead to the detector, which keeps weak references only and speaks when several of a kind stay in memory. */
@Injectable()
export class LifecycleTracker implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  readonly #options: ResolvedOptions;
  readonly #modules: ModulesContainer;
  readonly #host: HttpAdapterHost;
  readonly #release: (object: object, label: string) => void;
  readonly #stops: (() => void)[] = [];

  constructor(
    @Inject(OPTIONS) options: ResolvedOptions,
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(MemoryLeakDetectorService) detector: MemoryLeakDetectorService,
  ) {
    this.#options = options;
    this.#modules = modules;
    this.#host = host;
    this.#release = (object, label) => detector.trackAutomatically(object, label);
  }

  /** Before the routes are registered: Fastify's hooks are for routes that come later. */
  onModuleInit(): void {
    const { httpAdapter } = this.#host;
    if (this.#options.tracking.sessions && httpAdapter) this.#stops.push(watchSessions(httpAdapter, this.#release));
  }

  /** When every module is there and the gateways have their servers. */
  onApplicationBootstrap(): void {
    const { requests, sockets } = this.#options.tracking;
    if (requests) this.#stops.push(watchRequestInstances(this.#modules, this.#release));
    if (sockets) this.#stops.push(watchGatewaySockets(this.#modules, this.#release));
  }

  onModuleDestroy(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}

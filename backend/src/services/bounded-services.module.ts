import {
  type DynamicModule,
  type FactoryProvider,
  Global,
  Inject,
  Module,
  type ModuleMetadata,
  type OnModuleDestroy,
  type OnModuleInit,
  Optional,
  type Provider,
} from '@nestjs/common';
import { MemoryServices } from '../memory-services.ts';
import { REDIS, type RedisConnection } from '../storage/redis.ts';
import type { BoundedService } from './bounded-service.ts';
import { boundedServices } from './index.ts';
import type { BoundedServicesOptions, ServiceKey } from './service-definition.ts';

export interface BoundedServicesAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  /** Which services: this must be known before the options are. */
  readonly services: readonly ServiceKey[];
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: (...dependencies: never[]) => BoundedServicesOptions | Promise<BoundedServicesOptions>;
}

const OPTIONS = Symbol('BoundedServicesOptions');
const SERVICES = Symbol('BoundedServices');

/**
 * Adds the bounded services that are named, and no other: `BoundedServicesModule.forRoot({ cache: {}, reports: { maxReports: 500 } })`.
 * With MemoryManagementModule in the application they stand in `/stats` and `/metrics`, give memory back when it is short, and use its
 * Redis and its database where it has them.
 */
@Global()
@Module({})
export class BoundedServicesModule implements OnModuleInit, OnModuleDestroy {
  readonly #services: readonly BoundedService[];
  readonly #memory: MemoryServices | undefined;
  readonly #registrations: (() => void)[] = [];

  constructor(
    @Inject(SERVICES) services: readonly BoundedService[],
    @Optional() @Inject(MemoryServices) memory?: MemoryServices,
  ) {
    this.#services = services;
    this.#memory = memory;
  }

  static forRoot(options: BoundedServicesOptions): DynamicModule {
    const services = boundedServices.map(({ key }) => key).filter((key) => options[key] !== undefined);
    return BoundedServicesModule.forRootAsync({ services, useFactory: () => options });
  }

  /** For options that need a provider, such as the `DataSource` of the pool or a client of Redis. */
  static forRootAsync({ services, imports = [], inject = [], useFactory }: BoundedServicesAsyncOptions): DynamicModule {
    const wanted = boundedServices.filter(({ key }) => services.includes(key));
    const providers: Provider[] = wanted.map(({ provide, create }) => ({
      provide,
      useFactory: (options: BoundedServicesOptions, redis?: RedisConnection) => create(options, redis?.client ?? null),
      inject: [OPTIONS, { token: REDIS, optional: true }],
    }));
    const tokens = wanted.map(({ provide }) => provide);
    return {
      module: BoundedServicesModule,
      imports,
      providers: [
        { provide: OPTIONS, useFactory, inject },
        ...providers,
        { provide: SERVICES, useFactory: (...made: BoundedService[]) => made, inject: tokens },
      ],
      exports: tokens,
    };
  }

  async onModuleInit(): Promise<void> {
    if (!this.#memory) return;
    const { store, monitor } = this.#memory;
    if (store) await Promise.all(this.#services.map((service) => service.keepIn?.(store.connection)));
    const { pressure } = monitor;
    for (const service of this.#services)
      for (const member of [service, ...(service.parts ?? [])]) this.#registrations.push(pressure.register(member));
  }

  onModuleDestroy(): void {
    for (const off of this.#registrations.splice(0)) off();
  }
}

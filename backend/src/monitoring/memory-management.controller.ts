import type { Health, HeapStatistics, ProcessInfo, Stats } from '@memory-plus/core/protocol/backend';
import { Controller, Get, HttpCode, Inject, Options, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { AccessGuard } from './access.guard.ts';
import { MemoryApi } from './memory-api.service.ts';
import { ProblemFilter } from './problem.filter.ts';

const path = 'api/monitoring/memory';

/** What anyone who reaches the server may read: numbers and the names of classes. */
@Controller({ path, version: VERSION_NEUTRAL })
@UseGuards(AccessGuard)
@UseFilters(ProblemFilter)
export class MemoryManagementController {
  readonly #api: MemoryApi;

  constructor(@Inject(MemoryApi) api: MemoryApi) {
    this.#api = api;
  }

  @Get('stats')
  stats(): Stats {
    return this.#api.stats();
  }

  @Get('health')
  health(): Health {
    return this.#api.health();
  }

  @Get('heap-statistics')
  heapStatistics(): HeapStatistics {
    return this.#api.heapStatistics();
  }

  @Get('process-info')
  processInfo(): ProcessInfo {
    return this.#api.processInfo();
  }

  /** What a browser asks before a listed page may send its request; the guard has set the headers. */
  @Options([':route', ':route/:action'])
  @HttpCode(204)
  preflight(): void {}
}

import { Controller, Get, Inject, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { AccessGuard } from '../monitoring/access.guard.ts';
import { RefusalFilter } from '../monitoring/problem.filter.ts';
import { EnhancedMemoryHealthIndicator } from './indicators/enhanced-memory.health.ts';

/** Readiness of the application: 503 when its memory is critical. */
@ApiTags('health')
@Controller({ path: 'api/health', version: VERSION_NEUTRAL })
@UseGuards(AccessGuard)
@UseFilters(RefusalFilter)
export class HealthController {
  readonly #health: HealthCheckService;
  readonly #memory: EnhancedMemoryHealthIndicator;

  constructor(
    @Inject(HealthCheckService) health: HealthCheckService,
    @Inject(EnhancedMemoryHealthIndicator) memory: EnhancedMemoryHealthIndicator,
  ) {
    this.#health = health;
    this.#memory = memory;
  }

  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.#health.check([() => this.#memory.check('memory')]);
  }
}

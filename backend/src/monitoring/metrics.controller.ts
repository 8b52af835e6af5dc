import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Res, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { AccessGuard } from './access.guard.ts';
import { MetricsRegistry } from './metrics.ts';
import { ProblemFilter } from './problem.filter.ts';
import { takeResponse, type Wrapped } from './raw-http.ts';

/** What Prometheus scrapes. One target per process: behind a shared port each scrape would hit another one. */
@ApiTags('metrics')
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
@UseGuards(AccessGuard)
@UseFilters(ProblemFilter)
export class MetricsController {
  readonly #metrics: MetricsRegistry;

  constructor(@Inject(MetricsRegistry) metrics: MetricsRegistry) {
    this.#metrics = metrics;
  }

  @Get()
  @ApiProduces('text/plain')
  async metrics(@Res() response: Wrapped<ServerResponse>): Promise<void> {
    const text = await this.#metrics.text();
    takeResponse(response).writeHead(200, { 'content-type': this.#metrics.contentType }).end(text);
  }
}

import type { ServerResponse } from 'node:http';
import {
  type Cleared,
  type Collected,
  type Configured,
  clearedSchema,
  collectedSchema,
  configureBodySchema,
  configuredSchema,
  emptyBodySchema,
  type Health,
  type HeapStatistics,
  type History,
  healthSchema,
  heapStatisticsSchema,
  historySchema,
  type LeakCheck,
  type Leaks,
  leakCheckSchema,
  leaksSchema,
  type ProcessInfo,
  processInfoSchema,
  statsSchema,
} from '@memory-plus/core/protocol/backend';
import {
  Body,
  Controller,
  type ControllerOptions,
  Get,
  HttpCode,
  Inject,
  Options,
  Post,
  Query,
  Res,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { ApiExcludeEndpoint, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { AccessGuard, AdminGuard } from './access.guard.ts';
import { AdminApi } from './admin-api.ts';
import { Documented } from './api-documentation.ts';
import { examples } from './api-examples.ts';
import { MemoryApi } from './memory-api.service.ts';
import { MemoryStream } from './memory-stream.ts';
import { BodyPipe } from './parse-body.ts';
import { parseFrom } from './parse-from.ts';
import { ProblemFilter } from './problem.filter.ts';
import { takeResponse, type Wrapped } from './raw-http.ts';
import { sendJson } from './send-json.ts';

export const controllerOptions: ControllerOptions = { path: 'api/monitoring/memory', version: VERSION_NEUTRAL };

/** What anyone who reaches the server may read: numbers and the names of classes and functions. */
@ApiTags('memory')
@Controller(controllerOptions)
@UseGuards(AccessGuard)
@UseFilters(ProblemFilter)
export class MemoryManagementController {
  readonly #api: MemoryApi;
  readonly #stream: MemoryStream;

  constructor(@Inject(MemoryApi) api: MemoryApi, @Inject(MemoryStream) stream: MemoryStream) {
    this.#api = api;
    this.#stream = stream;
  }

  @Get('stats')
  @Documented({ summary: 'Memory now, collections, event loop', answer: statsSchema, example: examples.stats })
  stats(@Res() response: Wrapped<ServerResponse>): void {
    sendJson(takeResponse(response), this.#api.statsText());
  }

  @Get('health')
  @Documented({ summary: 'ok, warning or critical, with reasons', answer: healthSchema, example: examples.health })
  health(): Health {
    return this.#api.health();
  }

  @Get('heap-statistics')
  @Documented({ summary: "V8's own account of the heap and its spaces", answer: heapStatisticsSchema })
  heapStatistics(): HeapStatistics {
    return this.#api.heapStatistics();
  }

  @Get('process-info')
  @Documented({ summary: 'Uptime, processor time, system memory', answer: processInfoSchema })
  processInfo(): ProcessInfo {
    return this.#api.processInfo();
  }

  @Get('leaks')
  @Documented({ summary: 'Verdict, alerts and leak reports', answer: leaksSchema, example: examples.leaks })
  leaks(): Leaks {
    return this.#api.leaks();
  }

  @Get('history')
  @Documented({ summary: 'Readings and collections of the last hour, after `from`', answer: historySchema })
  history(@Query('from') from: unknown): History {
    return this.#api.history(parseFrom(from));
  }

  @Get('stream')
  @ApiProduces('text/event-stream')
  @Documented({ summary: 'Server-sent events: `stats` each second, `alert` when there is one', answer: statsSchema })
  stream(@Res() response: Wrapped<ServerResponse>): void {
    this.#stream.add(takeResponse(response));
  }

  /** What a browser asks before a listed page may send its request; the guard has set the headers. */
  @Options([':route', ':route/:action', ':route/:action/:id', ':route/:action/:id/:part'])
  @ApiExcludeEndpoint()
  @HttpCode(204)
  preflight(): void {}
}

/** What changes something. The guard stands on the class, so no route can be added without it. */
@ApiTags('memory (admin)')
@Controller(controllerOptions)
@UseGuards(AccessGuard, AdminGuard)
@UseFilters(ProblemFilter)
export class MemoryAdminController {
  readonly #admin: AdminApi;

  constructor(@Inject(AdminApi) admin: AdminApi) {
    this.#admin = admin;
  }

  @Post('gc')
  @HttpCode(200)
  @Documented({
    summary: 'Collect garbage now',
    answer: collectedSchema,
    example: examples.collected,
    admin: true,
    body: emptyBodySchema,
    refusals: { 501: 'This process cannot' },
  })
  collect(@Body(new BodyPipe(emptyBodySchema)) _body: object): Promise<Collected> {
    return this.#admin.collect();
  }

  @Post('leaks/check')
  @HttpCode(200)
  @Documented({ summary: 'Check for leaks now', answer: leakCheckSchema, admin: true, body: emptyBodySchema })
  check(@Body(new BodyPipe(emptyBodySchema)) _body: object): Promise<LeakCheck> {
    return this.#admin.check();
  }

  @Post('leaks/configure')
  @HttpCode(200)
  @Documented({
    summary: 'Change settings of the leak detector until the next start',
    answer: configuredSchema,
    example: examples.configured,
    admin: true,
    body: configureBodySchema,
  })
  configure(
    @Body(new BodyPipe(configureBodySchema)) changes: z.output<typeof configureBodySchema>,
  ): Promise<Configured> {
    return this.#admin.configure(changes);
  }

  @Post('leaks/clear-history')
  @HttpCode(200)
  @Documented({ summary: 'Forget past reports and alerts', answer: clearedSchema, admin: true, body: emptyBodySchema })
  clearHistory(@Body(new BodyPipe(emptyBodySchema)) _body: object): Promise<Cleared> {
    return this.#admin.clearHistory();
  }
}

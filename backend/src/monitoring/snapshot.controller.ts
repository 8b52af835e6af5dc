import type { ServerResponse } from 'node:http';
import {
  emptyBodySchema,
  type Findings,
  findingsSchema,
  type Snapshots,
  type SnapshotTaken,
  snapshotsSchema,
  snapshotTakenSchema,
} from '@memory-plus/core/protocol/backend';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AccessGuard, AdminGuard } from './access.guard.ts';
import { AdminApi } from './admin-api.ts';
import { Documented } from './api-documentation.ts';
import { controllerOptions } from './memory-management.controller.ts';
import { BodyPipe } from './parse-body.ts';
import { ProblemFilter } from './problem.filter.ts';
import { takeResponse, type Wrapped } from './raw-http.ts';
import { sendSnapshot } from './send-snapshot.ts';

/** Only part of an application that switched snapshots on. */
@ApiTags('memory (admin)')
@Controller(controllerOptions)
@UseGuards(AccessGuard, AdminGuard)
@UseFilters(ProblemFilter)
export class SnapshotController {
  readonly #admin: AdminApi;

  constructor(@Inject(AdminApi) admin: AdminApi) {
    this.#admin = admin;
  }

  @Post('leaks/snapshot')
  @HttpCode(200)
  @Documented({
    summary: 'Write a heap snapshot; the program stands still meanwhile',
    answer: snapshotTakenSchema,
    admin: true,
    body: emptyBodySchema,
    refusals: { 409: 'One is being taken', 507: 'It would cost too much; the reason is in `detail`' },
  })
  take(@Body(new BodyPipe(emptyBodySchema)) _body: object): Promise<SnapshotTaken> {
    return this.#admin.takeSnapshot();
  }

  @Get('leaks/snapshots')
  @Documented({ summary: 'Snapshots, and what the next one would cost', answer: snapshotsSchema, admin: true })
  list(): Promise<Snapshots> {
    return this.#admin.snapshots();
  }

  @ApiParam({ name: 'id', type: String, description: 'Id of a snapshot, from the list' })
  @Get('leaks/snapshots/:id')
  @ApiOperation({
    summary: 'A snapshot without the contents of strings; as V8 wrote it where `snapshots.allowRaw` is set',
  })
  @ApiProduces('application/octet-stream')
  @ApiBearerAuth('admin')
  async read(@Param('id') id: string, @Res() response: Wrapped<ServerResponse>): Promise<void> {
    const stream = await this.#admin.readSnapshot(id);
    sendSnapshot(stream, id, takeResponse(response));
  }

  @ApiParam({ name: 'id', type: String, description: 'Id of a snapshot, from the list' })
  @Get('leaks/snapshots/:id/findings')
  @Documented({
    summary: 'What looks like a leak in a snapshot, and what grew since the one before',
    answer: findingsSchema,
    admin: true,
    refusals: { 404: 'There is no such snapshot' },
  })
  findings(@Param('id') id: string): Findings {
    return this.#admin.findings(id);
  }
}

import {
  emptyBodySchema,
  type Snapshots,
  type SnapshotTaken,
  snapshotsSchema,
  snapshotTakenSchema,
} from '@memory-plus/core/protocol/backend';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  StreamableFile,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AccessGuard, AdminGuard } from './access.guard.ts';
import { AdminApi } from './admin-api.ts';
import { Documented } from './api-documentation.ts';
import { controllerOptions } from './memory-management.controller.ts';
import { BodyPipe } from './parse-body.ts';
import { ProblemFilter } from './problem.filter.ts';

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

  @Get('leaks/snapshots/:id')
  @ApiOperation({ summary: 'A snapshot as V8 wrote it; only where `snapshots.allowRaw` is set' })
  @ApiProduces('application/octet-stream')
  @ApiBearerAuth('admin')
  async read(@Param('id') id: string): Promise<StreamableFile> {
    const { stream, bytes } = await this.#admin.readSnapshot(id);
    return new StreamableFile(stream, { type: 'application/octet-stream', length: bytes });
  }
}

import { Controller, Get, Post, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ProblemError } from '../common/problem.ts';
import { AccessGuard, AdminGuard } from './access.guard.ts';
import { controllerOptions } from './memory-management.controller.ts';
import { ProblemFilter } from './problem.filter.ts';

/** In an application without snapshots: tells its admin, and nobody else, how they are switched on. */
@ApiExcludeController()
@Controller(controllerOptions)
@UseGuards(AccessGuard, AdminGuard)
@UseFilters(ProblemFilter)
export class SnapshotsOffController {
  @Post('leaks/snapshot')
  take(): never {
    return refuseSnapshot();
  }

  @Get(['leaks/snapshots', 'leaks/snapshots/:id', 'leaks/snapshots/:id/findings'])
  read(): never {
    return refuseSnapshot();
  }
}

/** @throws ProblemError 404 */
export function refuseSnapshot(): never {
  throw new ProblemError(404, {
    detail:
      'Snapshots are switched off, because each holds every secret of the process. SNAPSHOTS=true, or the option snapshots.enabled, switches them on.',
  });
}

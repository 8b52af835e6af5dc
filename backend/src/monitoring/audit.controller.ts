import { type Audit, auditSchema } from '@memory-plus/core/protocol/backend';
import { Controller, Get, Inject, UseFilters, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ServiceAuditor } from '../audit/service-auditor.ts';
import { AccessGuard, AdminGuard } from './access.guard.ts';
import { Documented } from './api-documentation.ts';
import { controllerOptions } from './memory-management.controller.ts';
import { ProblemFilter } from './problem.filter.ts';

/** The names of an application's services are for those who run it. */
@ApiTags('memory (admin)')
@Controller(controllerOptions)
@UseGuards(AccessGuard, AdminGuard)
@UseFilters(ProblemFilter)
export class AuditController {
  readonly #auditor: ServiceAuditor;

  constructor(@Inject(ServiceAuditor) auditor: ServiceAuditor) {
    this.#auditor = auditor;
  }

  @Get('audit')
  @Documented({ summary: 'Services whose fields grow without bound', answer: auditSchema, admin: true })
  audit(): Audit {
    return this.#auditor.report();
  }
}

import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Options,
  Post,
  UseInterceptors,
} from '@nestjs/common';
import { ReportsService } from './reports.service.ts';
import { ShopOriginInterceptor } from './shop-origin.interceptor.ts';

@Controller('demo')
@UseInterceptors(ShopOriginInterceptor)
export class DemoController {
  readonly #reports: ReportsService;

  constructor(@Inject(ReportsService) reports: ReportsService) {
    this.#reports = reports;
  }

  @Get('reports')
  report(): { id: number; rows: number; total: number; retained: number; full: boolean } {
    const report = this.#reports.make();
    return { ...report, retained: this.#reports.retained, full: this.#reports.full };
  }

  /** A browser asks before it sends JSON from the shop's port to this one. */
  @Options('leak')
  @HttpCode(204)
  @Header('access-control-allow-methods', 'POST')
  @Header('access-control-allow-headers', 'content-type')
  allowLeak(): void {}

  @Post('leak')
  @HttpCode(200)
  leak(@Body() body: unknown): { on: boolean; retained: number } {
    const on = typeof body === 'object' && body !== null && 'on' in body ? body.on : undefined;
    if (typeof on !== 'boolean') throw new BadRequestException('Send {"on": true} or {"on": false} as JSON.');
    this.#reports.setLeak(on);
    return { on, retained: this.#reports.retained };
  }
}

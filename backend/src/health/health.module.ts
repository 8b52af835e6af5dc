import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.ts';
import { EnhancedMemoryHealthIndicator } from './indicators/enhanced-memory.health.ts';

/** For an application with a health route of its own: the indicator, and no route. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  providers: [EnhancedMemoryHealthIndicator],
  exports: [EnhancedMemoryHealthIndicator],
})
export class MemoryHealthModule {}

/** `GET /api/health`. */
@Module({ imports: [MemoryHealthModule, TerminusModule.forRoot({ logger: false })], controllers: [HealthController] })
export class HealthModule {}

import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Injectable,
  Logger,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ProblemError } from '../common/problem.ts';

/** Answers every failure as problem+json. What went wrong inside stays in the log. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  readonly #adapterHost: HttpAdapterHost;
  readonly #logger = new Logger('MemoryPlus');

  constructor(@Inject(HttpAdapterHost) adapterHost: HttpAdapterHost) {
    this.#adapterHost = adapterHost;
  }

  catch(exception: unknown, host: ArgumentsHost): void {
    reply(this.#adapterHost, host, this.#problemOf(exception));
  }

  #problemOf(exception: unknown): ProblemError {
    if (exception instanceof ProblemError) return exception;
    if (exception instanceof HttpException) return new ProblemError(exception.getStatus());
    const status = clientError(exception);
    if (status !== null) return new ProblemError(status);
    this.#logger.error(exception);
    return new ProblemError(500, { detail: 'The reason is in the log of the server.' });
  }
}

/** Answers refusals only, for a route whose other failures have a form of their own. */
@Catch(ProblemError)
@Injectable()
export class RefusalFilter implements ExceptionFilter<ProblemError> {
  readonly #adapterHost: HttpAdapterHost;

  constructor(@Inject(HttpAdapterHost) adapterHost: HttpAdapterHost) {
    this.#adapterHost = adapterHost;
  }

  catch(problem: ProblemError, host: ArgumentsHost): void {
    reply(this.#adapterHost, host, problem);
  }
}

function reply({ httpAdapter }: HttpAdapterHost, host: ArgumentsHost, problem: ProblemError): void {
  const response: unknown = host.switchToHttp().getResponse();
  if (httpAdapter.isHeadersSent(response)) return;
  for (const [name, value] of Object.entries(problem.headers)) httpAdapter.setHeader(response, name, value);
  httpAdapter.reply(response, JSON.stringify(problem.problem), problem.status);
}

/** What the body parsers of Express and Fastify throw has a status of its own; their messages may repeat the body. */
function clientError(exception: unknown): number | null {
  if (typeof exception !== 'object' || exception === null) return null;
  const status: unknown = Reflect.get(exception, 'statusCode') ?? Reflect.get(exception, 'status');
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

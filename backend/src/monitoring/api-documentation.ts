import { problemSchema } from '@memory-plus/core/protocol/backend';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

export interface RouteDocumentation {
  readonly summary: string;
  readonly answer: z.ZodType;
  readonly example?: object;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly admin?: boolean;
  /** Refusals with what they mean. */
  readonly refusals?: Readonly<Record<number, string>>;
}

/** Describes a route in OpenAPI from the same schemas that the clients parse with. */
export function Documented({
  summary,
  answer,
  example,
  body,
  query,
  admin = false,
  refusals = {},
}: RouteDocumentation): MethodDecorator {
  const refused = { 403: 'Host or origin is not allowed', ...(admin ? adminRefusals : {}), ...refusals };
  return applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({
      status: 200,
      description: 'Done',
      content: { 'application/json': { schema: openApi(answer), ...(example ? { example } : {}) } },
    }),
    ...Object.entries(refused).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        content: { 'application/problem+json': { schema: openApi(problemSchema) } },
      }),
    ),
    ...(body ? [ApiBody({ schema: openApi(body), required: false })] : []),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) => describeQuery(name, schema as z.ZodType)),
    ...(admin ? [ApiBearerAuth('admin')] : []),
  );
}

function describeQuery(name: string, schema: z.ZodType): MethodDecorator {
  const { description = '', ...json } = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' });
  return ApiQuery({ name, required: false, description, schema: json as NonNullable<OpenApiSchema> & object });
}

const adminRefusals = {
  400: 'The body has a wrong or unknown field, which is named',
  401: 'The admin token is missing or wrong',
  403: 'Admin routes are disabled, or host or origin is not allowed',
  413: 'The body is too large',
  415: 'The body is not JSON',
  429: 'Too many wrong tokens or requests, or the cool-down is not over (Retry-After)',
};

type OpenApiSchema = NonNullable<NonNullable<Parameters<typeof ApiBody>[0]> & { schema: unknown }>['schema'];

function openApi(schema: z.ZodType): NonNullable<OpenApiSchema> & object {
  const { $schema, ...json } = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'output' });
  return json as NonNullable<OpenApiSchema> & object;
}

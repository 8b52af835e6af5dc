import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { ProblemError } from '../common/problem.ts';

/** Parses what a client sent; no body is an empty object. @throws ProblemError 400 that names each wrong or unknown field */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new ProblemError(400, {
    detail: 'The body is not what this route takes.',
    errors: parsed.error.issues.flatMap(fieldErrors),
  });
}

function fieldErrors(issue: z.core.$ZodIssue): { field: string; message: string }[] {
  const place = issue.path.map(String).join('.').slice(0, 200);
  if (issue.code !== 'unrecognized_keys') return [{ field: place, message: issue.message.slice(0, 1000) }];
  return issue.keys.slice(0, 20).map((key) => ({ field: key.slice(0, 200), message: 'There is no such field.' }));
}

/** `parseBody` as a pipe of Nest. */
export class BodyPipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  readonly #schema: S;

  constructor(schema: S) {
    this.#schema = schema;
  }

  transform(body: unknown): z.output<S> {
    return parseBody(this.#schema, body);
  }
}

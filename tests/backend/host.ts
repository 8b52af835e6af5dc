import 'reflect-metadata';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

// The test runner hands its `import` condition to Node, so that the CommonJS router of Express is given the namespace of an ES module
// where it expects a function. A plain Node does not do that.
const require = createRequire(import.meta.url);
const isPromise: unknown = require('is-promise');
const cached = require.cache[require.resolve('is-promise')];
if (cached && typeof isPromise === 'object' && isPromise !== null && 'default' in isPromise) {
  cached.exports = isPromise.default;
}

export const adapters = ['express', 'fastify'] as const;
export const token = 'a-token-of-the-tests-0123456789-abcdef';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: unknown;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Node's own client, because `fetch` does not send the headers that an attacker would (`Host`, `Sec-Fetch-Site`). */
export function call(base: string, path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: json(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Starts an application on a free port. */
export async function start(
  module: Type | DynamicModule,
  adapter: (typeof adapters)[number],
  prepare: (app: INestApplication) => void = () => {},
): Promise<{ app: INestApplication; base: string }> {
  const options = { logger: false } as const;
  const app =
    adapter === 'express'
      ? await NestFactory.create(module, options)
      : await NestFactory.create(module, new FastifyAdapter(), options);
  prepare(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, base: `http://127.0.0.1:${port}` };
}

import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { discoverServices } from '../../../backend/dist/audit/discover-services.js';
import { ServiceAudit } from '../../../backend/dist/audit/service-audit.js';
import { median } from '../report.mjs';

const providers = 170;
const samples = 20;
const repeats = 7;
/** The auditor looks this often. */
const interval = 10_000;

/** Processor time of auditing 170 providers with six collections each, some of them nested, as a share of a core. */
export async function auditFigures() {
  const app = await NestFactory.createApplicationContext(application(), { logger: ['error'] });
  const audit = new ServiceAudit(discoverServices(app.get(ModulesContainer)));
  for (let i = 0; i < samples; i++) audit.sample(i * interval);
  const shares = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const before = process.cpuUsage();
    for (let i = 0; i < samples; i++) audit.sample((samples * (repeat + 1) + i) * interval);
    const { user, system } = process.cpuUsage(before);
    shares.push(((user + system) / 1000 / samples / interval) * 100);
  }
  await app.close();
  const value = median(shares);
  const name = `audit of ${providers} providers, one look each ${interval / 1000} s`;
  return [{ name, value, unit: '% of a core', target: '≤ 1', holds: value <= 1 }];
}

function application() {
  const services = Array.from({ length: providers }, (_, index) => {
    class Service {
      byId = new Map(Array.from({ length: 500 }, (_, id) => [id, { id }]));
      lists = new Map(Array.from({ length: 300 }, (_, id) => [id, [id, id]]));
      seen = new Set(Array.from({ length: 500 }, (_, id) => id));
      log = Array.from({ length: 500 }, (_, id) => ({ id }));
      index = Object.fromEntries(Array.from({ length: 300 }, (_, id) => [`key ${id}`, [id]]));
      buffer = new Uint8Array(4096);
    }
    Object.defineProperty(Service, 'name', { value: `Service${index}` });
    return Service;
  });
  class App {}
  Module({ providers: services })(App);
  return App;
}

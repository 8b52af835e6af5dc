import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Moments are milliseconds since 1970 (to_timestamp(at / 1000) shows them), sizes are bytes. In the two tables of series `step` 0 is what
 * was measured; a row of another step is one of the extremes of its stretch of that many milliseconds.
 */
const up = `
CREATE TABLE memory_instances (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE
);
CREATE TABLE memory_samples (
  instance integer NOT NULL REFERENCES memory_instances,
  step integer NOT NULL,
  at double precision NOT NULL,
  heap_used bigint NOT NULL,
  heap_total bigint NOT NULL,
  rss bigint NOT NULL,
  external bigint NOT NULL,
  event_loop double precision,
  PRIMARY KEY (instance, step, at)
);
CREATE TABLE memory_collections (
  instance integer NOT NULL REFERENCES memory_instances,
  step integer NOT NULL,
  at double precision NOT NULL,
  after bigint NOT NULL,
  pause double precision NOT NULL,
  PRIMARY KEY (instance, step, at)
);
CREATE INDEX memory_samples_at ON memory_samples USING brin (at);
CREATE INDEX memory_collections_at ON memory_collections USING brin (at);
CREATE TABLE memory_leak_reports (
  fingerprint text PRIMARY KEY,
  first_seen double precision NOT NULL,
  last_seen double precision NOT NULL,
  count integer NOT NULL,
  known boolean NOT NULL,
  report jsonb NOT NULL
);
CREATE INDEX memory_leak_reports_last_seen ON memory_leak_reports (last_seen);
CREATE TABLE memory_alerts (
  instance integer NOT NULL REFERENCES memory_instances,
  rule text NOT NULL,
  level text NOT NULL,
  raised double precision NOT NULL,
  raised_detail text NOT NULL,
  resolved double precision,
  resolved_detail text,
  PRIMARY KEY (instance, rule, raised)
);
CREATE INDEX memory_alerts_raised ON memory_alerts (raised);
CREATE TABLE memory_snapshots (
  id text PRIMARY KEY,
  instance integer NOT NULL REFERENCES memory_instances,
  at double precision NOT NULL,
  bytes bigint NOT NULL,
  nodes bigint,
  pause double precision NOT NULL
);
CREATE INDEX memory_snapshots_at ON memory_snapshots (instance, at);
CREATE TABLE memory_reports (
  id text PRIMARY KEY,
  kind text NOT NULL,
  created double precision NOT NULL,
  expires double precision NOT NULL,
  body jsonb NOT NULL
);
CREATE INDEX memory_reports_expires ON memory_reports (expires);
`;

const down = `
DROP TABLE memory_reports, memory_snapshots, memory_alerts, memory_leak_reports, memory_collections, memory_samples, memory_instances;
`;

export class CreateTables1764000000000 implements MigrationInterface {
  readonly name = 'CreateTables1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

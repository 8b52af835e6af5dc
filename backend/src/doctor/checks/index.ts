import type { Check } from '../check.ts';
import { adminRoutesCheck } from './admin-routes.check.ts';
import { alertingCheck } from './alerting.check.ts';
import { credentialsCheck } from './credentials.check.ts';
import { databaseCheck } from './database.check.ts';
import { healthEndpointsCheck } from './health-endpoints.check.ts';
import { healthWatchedCheck } from './health-watched.check.ts';
import { leakDetectionCheck } from './leak-detection.check.ts';
import { migrationsCheck } from './migrations.check.ts';
import { prometheusCheck } from './prometheus.check.ts';
import { redisCheck } from './redis.check.ts';
import { settingsCheck } from './settings.check.ts';
import { statsCheck } from './stats.check.ts';
import { thresholdsCheck } from './thresholds.check.ts';

/** The check-lists before and after a deployment, in the order in which they are gone through. */
export const checks: readonly Check[] = [
  settingsCheck,
  credentialsCheck,
  databaseCheck,
  migrationsCheck,
  redisCheck,
  healthEndpointsCheck,
  adminRoutesCheck,
  thresholdsCheck,
  healthWatchedCheck,
  statsCheck,
  leakDetectionCheck,
  prometheusCheck,
  alertingCheck,
];

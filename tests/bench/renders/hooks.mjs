import { usePerformanceTracking } from '@memory-plus/frontend/react';
import { publishTable } from './table.mjs';

const off = { enabled: false };

publishTable(() => usePerformanceTracking('Row', off));

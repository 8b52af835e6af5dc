import { parentPort, workerData } from 'node:worker_threads';
import { type AnalysisInput, analyseSnapshot } from './analyse.ts';

parentPort?.postMessage(await analyseSnapshot(workerData as AnalysisInput));

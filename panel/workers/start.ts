/// <reference types="vite/client" />

import type { SnapshotWorker } from './client.ts';
import workerUrl from './snapshot.worker.ts?worker&url';

/** The extension's policy takes a worker's address only from a Trusted Types policy; this one knows a single address. */
interface AddressPolicy {
  createScriptURL(address: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: AddressPolicy): AddressPolicy;
}

let policy: AddressPolicy | null = null;

function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('memory-plus-worker', { createScriptURL: () => workerUrl }) ?? {
    createScriptURL: () => workerUrl,
  };
  return policy.createScriptURL(address);
}

/** Starts a worker for one set of snapshots. Ending it releases all of their memory. */
export function startSnapshotWorker(): SnapshotWorker {
  const worker = new Worker(trusted(workerUrl), { type: 'module', name: 'snapshots' });
  return {
    send: (request) => worker.postMessage(request),
    listen: (onMessage, onFailure) => {
      worker.addEventListener('message', ({ data }) => onMessage(data));
      worker.addEventListener('error', (event) => onFailure(event.message));
      worker.addEventListener('messageerror', () => onFailure('A message could not be read.'));
    },
    end: () => worker.terminate(),
  };
}

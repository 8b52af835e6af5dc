/// <reference types="vite/client" />

import { en } from '../strings/en.ts';
import type { SnapshotWorker } from './client.ts';
import compareUrl from './compare.worker.ts?worker&url';
import type { CompareReply, Comparer } from './compare-client.ts';
import type { ImportReply } from './import.ts';
import importUrl from './import.worker.ts?worker&url';
import type { ImportWorker } from './import-client.ts';
import snapshotUrl from './snapshot.worker.ts?worker&url';
import { spokenWords } from './spoken-words.ts';

/** The extension's policy takes a worker's address only from a Trusted Types policy; this one knows three addresses. */
interface AddressPolicy {
  createScriptURL(address: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: AddressPolicy): AddressPolicy;
}

let policy: AddressPolicy | null = null;

const rules: AddressPolicy = {
  createScriptURL(address) {
    if (![snapshotUrl, compareUrl, importUrl].includes(address)) throw new TypeError('Not a worker of Memory+.');
    return address;
  },
};

function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('memory-plus-worker', rules) ?? rules;
  return policy.createScriptURL(address);
}

/** A worker begins with the language that it speaks. */
function start(address: string, name: string): Worker {
  const worker = new Worker(trusted(address), { type: 'module', name });
  worker.postMessage(spokenWords());
  return worker;
}

/** Starts a worker for one set of snapshots. Ending it releases all of their memory. */
export function startSnapshotWorker(): SnapshotWorker {
  const worker = start(snapshotUrl, 'snapshots');
  return {
    send: (request) => worker.postMessage(request),
    listen: (onMessage, onFailure) => {
      worker.addEventListener('message', ({ data }) => onMessage(data));
      worker.addEventListener('error', (event) => onFailure(event.message));
      worker.addEventListener('messageerror', () => onFailure(en.files.unreadable));
    },
    end: () => worker.terminate(),
  };
}

/** Starts a worker that reads one file. */
export function startImport(): ImportWorker {
  const worker = start(importUrl, 'import');
  return {
    send: (request) => worker.postMessage(request),
    listen: (onReply, onFailure) => {
      worker.addEventListener('message', ({ data }: MessageEvent<ImportReply>) => onReply(data));
      worker.addEventListener('error', (event) => onFailure(event.message));
    },
    end: () => worker.terminate(),
  };
}

/** Starts a worker for one comparison. */
export function startComparer(): Comparer {
  const worker = start(compareUrl, 'comparison');
  return {
    compare: (before, after) =>
      new Promise((resolve, reject) => {
        worker.addEventListener('message', ({ data }: MessageEvent<CompareReply>) => {
          if ('result' in data) resolve(data.result);
          else reject(new Error(data.problem));
        });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
        worker.postMessage({ before, after });
      }),
    end: () => worker.terminate(),
  };
}

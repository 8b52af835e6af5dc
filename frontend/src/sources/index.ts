import type { MetricSource } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import { apolloSource } from './apollo.source.ts';
import { collectionsSource } from './collections.source.ts';
import { devToolsSource } from './dev-tools.source.ts';
import { domSource } from './dom.source.ts';
import { framesSource } from './frames.source.ts';
import { heapSource } from './heap.source.ts';
import { httpCacheSource } from './http-cache.source.ts';
import { interactionsSource } from './interactions.source.ts';
import { lifecycleSource } from './lifecycle.source.ts';
import { pageSource } from './page.source.ts';
import { requestsSource } from './requests.source.ts';
import { retainedSource } from './retained.source.ts';
import { storageSource } from './storage.source.ts';
import { swrSource } from './swr.source.ts';
import { tanstackQuerySource } from './tanstack-query.source.ts';

/** Everything that is measured in a page, in the order it is started. The collection clock goes last: others listen to it. */
export const sources: readonly MetricSource<PageEnvironment>[] = [
  lifecycleSource,
  heapSource,
  framesSource,
  interactionsSource,
  domSource,
  pageSource,
  httpCacheSource,
  requestsSource,
  tanstackQuerySource,
  swrSource,
  apolloSource,
  storageSource,
  retainedSource,
  devToolsSource,
  collectionsSource,
];

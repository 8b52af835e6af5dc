import type { Emit, MonitorSettings, Stop } from '@memory-plus/core/model';
import type { PageEnvironment } from '../platform/environment.ts';
import type { Natives, PageWindow } from '../platform/natives.ts';
import type { RenderLog } from '../renders/render-log.ts';
import type { ComponentTree } from './component-tree.ts';

/** What a running adapter may use. */
export interface AdapterContext {
  readonly environment: PageEnvironment;
  readonly log: RenderLog;
  readonly emit: Emit;
  readonly settings: () => MonitorSettings;
}

/** One UI framework. */
export interface FrameworkAdapter {
  readonly name: string;
  /**
   * Runs at document_start: puts the framework's hook in place and nothing else, no timer, listener or other global. The answer
   * starts the measuring.
   */
  install(window: PageWindow, natives: Natives): DormantAdapter;
}

export interface DormantAdapter {
  start(context: AdapterContext): Stop;
  /** What the framework has mounted, where its tree can be walked on demand. */
  readonly tree?: ComponentTree;
}

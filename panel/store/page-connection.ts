import type { MonitorSettings } from '@memory-plus/core/model';
import type { Signal } from '@preact/signals';
import type { Access, PageLink, Platform } from '../platform/platform.ts';
import type { LivePages } from './live-pages.ts';
import type { RecordingModel } from './recording-model.ts';

/** Whether the inspected page answers, and if not, why. */
export type PageConnection =
  | { readonly state: 'waiting' }
  | { readonly state: 'connected' }
  /** Nothing answers. `access` tells whether a permission is missing; null where that is not known either. */
  | { readonly state: 'absent'; readonly access: Access | null }
  /** It was there and left: a navigation, a crash, or the worker stopped. */
  | { readonly state: 'gone' };

export interface WatchPageOptions {
  readonly platform: Platform;
  readonly settings: MonitorSettings;
  readonly pages: LivePages;
  readonly connection: Signal<PageConnection>;
  readonly refusedFrames: Signal<number>;
  readonly model: () => RecordingModel;
  readonly changed: () => void;
}

/** Brings what happens in the inspected tab into the live recording. */
export function watchPage(options: WatchPageOptions): { readonly link: PageLink } {
  const { platform, pages, connection, refusedFrames, model, changed } = options;
  const link = platform.connect(
    {
      page(info) {
        pages.page(info, model());
        connection.value = { state: 'connected' };
        changed();
      },
      gone(session) {
        pages.gone(session);
        if (pages.connected().length === 0) connection.value = { state: 'gone' };
        changed();
      },
      rows(session, rows, dropped) {
        const unread = pages.rows(session, rows, model());
        model().store.drop('page', dropped.page);
        model().store.drop('relay', dropped.relay + unread);
        changed();
      },
      absent() {
        connection.value = { state: 'absent', access: null };
        platform.access().then(
          (access) => {
            if (connection.value.state === 'absent') connection.value = { state: 'absent', access };
          },
          () => {},
        );
      },
      refusedFrames(count) {
        refusedFrames.value = count;
      },
    },
    { heapInterval: options.settings.heapInterval, slowRender: options.settings.slowRender },
  );
  return { link };
}

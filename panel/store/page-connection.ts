import type { MonitorSettings } from '@memory-plus/core/model';
import type { Signal } from '@preact/signals';
import type { Access, PageLink, Platform } from '../platform/platform.ts';
import type { Environment } from './environment.ts';
import type { LivePages } from './live-pages.ts';
import type { PageComponentsInput } from './page-components.ts';
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
  readonly components: PageComponentsInput;
  readonly setTimer: Environment['setTimer'];
}

/** A navigation takes so long until the next document answers; when none does, it is one where Memory+ may not be. */
const nextDocumentWithin = 1_500;

/** Brings what happens in the inspected tab into the live recording. */
export function watchPage(options: WatchPageOptions): { readonly link: PageLink } {
  const { platform, pages, connection, refusedFrames, model, changed } = options;
  /** Asks why nothing answers while the connection is in `state`; nothing is asked when it has changed since. */
  const explain = (state: 'absent' | 'gone') => {
    if (connection.value.state !== state) return;
    platform.access().then(
      (access) => {
        if (connection.value.state !== state || (state === 'gone' && access.state === 'granted')) return;
        connection.value = { state: 'absent', access };
      },
      () => {},
    );
  };
  const link = platform.connect(
    {
      page(info) {
        pages.page(info, model());
        options.components.pagesChanged();
        connection.value = { state: 'connected' };
        changed();
      },
      gone(session) {
        pages.gone(session);
        options.components.pagesChanged();
        if (pages.connected().length === 0) {
          connection.value = { state: 'gone' };
          options.setTimer(() => explain('gone'), nextDocumentWithin);
        }
        changed();
      },
      rows(session, rows, dropped) {
        const unread = pages.rows(session, rows, model());
        if (rows.flames) options.components.flameCame();
        model().store.drop('page', dropped.page);
        model().store.drop('relay', dropped.relay + unread);
        changed();
      },
      found: (session, found) => options.components.answered(session, found),
      absent() {
        connection.value = { state: 'absent', access: null };
        explain('absent');
      },
      refusedFrames(count) {
        refusedFrames.value = count;
      },
    },
    options.settings,
  );
  return { link };
}

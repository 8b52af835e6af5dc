import type { PageSender } from './router.ts';

/** What a port may do, decided by what the browser vouches for and by nothing that the other side can choose. */
export type Role =
  | { readonly kind: 'panel' }
  | ({ readonly kind: 'page' } & PageSender)
  | { readonly kind: 'stranger' };

/**
 * `own` is the extension's id, `home` its base address. Pages of the extension itself are panels; everything else with our id is a
 * content script of ours in some document. `sender.url` can be forged by a compromised renderer, `origin` cannot; Firefox before 126
 * has no `origin`, and there `url` is the best there is.
 */
export function roleOf(sender: unknown, own: string, home: string): Role {
  const { id, origin, url, tab, frameId, documentId } = (sender ?? {}) as Record<string, unknown>;
  if (id !== own) return { kind: 'stranger' };
  const from = typeof origin === 'string' ? `${origin}/` : url;
  if (typeof from === 'string' && from.startsWith(home)) return { kind: 'panel' };
  const tabId = (tab as { id?: unknown } | undefined)?.id;
  if (typeof tabId !== 'number' || typeof frameId !== 'number') return { kind: 'stranger' };
  return { kind: 'page', tab: tabId, frame: frameId, document: typeof documentId === 'string' ? documentId : null };
}

/** How one response stands to the browser's cache. */
export interface ResponseCaching {
  /** The server forbids to keep it, or to use it again unasked. */
  readonly forbidden: boolean;
  /** The request itself asked not to be answered from the cache: *Disable cache* of DevTools, or a reload that does without. */
  readonly bypassed: boolean;
}

/** Tells of each response that DevTools hears of while the panel is open. */
export function listenToResponses(listener: (caching: ResponseCaching) => void): () => void {
  const { network } = chrome.devtools;
  // An older Firefox has no such events.
  if (!network?.onRequestFinished) return () => {};
  const listen = (entry: unknown) => {
    const caching = cachingOf(entry);
    if (caching) listener(caching);
  };
  network.onRequestFinished.addListener(listen);
  return () => network.onRequestFinished.removeListener(listen);
}

/** Reads an entry of the HTTP archive format; null where it is none, or of no request over the network. */
export function cachingOf(entry: unknown): ResponseCaching | null {
  const request = field(entry, 'request');
  const response = field(entry, 'response');
  if (!/^https?:/.test(String(field(request, 'url')))) return null;
  const said = header(response, 'cache-control');
  return {
    forbidden: /\bno-(store|cache)\b|\bmax-age=0\b/.test(said),
    bypassed: /\bno-cache\b/.test(header(request, 'cache-control')),
  };
}

function header(message: unknown, name: string): string {
  const headers = field(message, 'headers');
  const found = (Array.isArray(headers) ? headers : []).find(
    (one) => String(field(one, 'name')).toLowerCase() === name,
  );
  return String(field(found, 'value') ?? '').toLowerCase();
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

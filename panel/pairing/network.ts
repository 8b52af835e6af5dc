/** The browser's `fetch`, as far as the pairing uses it. Only this folder may reach the network (docs/architecture.md, "Import rules"). */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export const browserFetch: Fetch = (url, init) => fetch(url, init);

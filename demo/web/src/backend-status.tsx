import { useEffect, useState } from 'react';

const interval = 5_000;
const backend = new URLSearchParams(location.search).get('backend');

/** Asks the demo backend how it is, so that page and server have something to do with one another. */
export function BackendStatus() {
  const [words, setWords] = useState('');
  useEffect(() => {
    if (!backend) return;
    const ask = async () => setWords(await describe(backend));
    void ask();
    const timer = setInterval(ask, interval);
    return () => clearInterval(timer);
  }, []);
  return backend ? <p className="backend">Server: {words || 'asking …'}</p> : null;
}

async function describe(origin: string): Promise<string> {
  try {
    const response = await fetch(new URL('/demo/reports', origin), { signal: AbortSignal.timeout(4_000) });
    if (!response.ok) return `answers ${response.status}`;
    const { id, rows } = (await response.json()) as { id: number; rows: number };
    return `report ${id} with ${rows} rows`;
  } catch {
    return 'not reachable from this page';
  }
}

import { useEffect, useState } from 'react';

const interval = 5_000;
const backend = new URLSearchParams(location.search).get('backend');

/** Asks the demo backend for reports, so that page and server have something to do with one another. */
export function BackendStatus() {
  const [words, setWords] = useState('');
  const [leak, setLeak] = useState(false);
  useEffect(() => {
    if (!backend) return;
    const ask = async () => setWords(await report(backend));
    void ask();
    const timer = setInterval(ask, interval);
    return () => clearInterval(timer);
  }, []);
  if (!backend) return null;
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={leak}
        onClick={async () => setLeak((await switchLeak(backend, !leak)) ? !leak : leak)}
      >
        <span className="knob" aria-hidden="true" />
        Leak on the server
      </button>
      <button type="button" onClick={async () => setWords(await report(backend))}>
        Ask for a report
      </button>
      <p className="backend">Server: {words || 'asking …'}</p>
    </>
  );
}

async function report(origin: string): Promise<string> {
  try {
    const response = await fetch(new URL('/demo/reports', origin), { signal: AbortSignal.timeout(4_000) });
    if (!response.ok) return `answers ${response.status}`;
    const { id, rows } = (await response.json()) as { id: number; rows: number };
    return `report ${id} with ${rows} rows`;
  } catch {
    return 'not reachable from this page';
  }
}

/** Whether the server did as it was told. */
async function switchLeak(origin: string, on: boolean): Promise<boolean> {
  try {
    const body = JSON.stringify({ on });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(new URL('/demo/leak', origin), { method: 'POST', headers, body })).ok;
  } catch {
    return false;
  }
}

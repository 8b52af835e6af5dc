import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { mappedAssets } from './mapped-assets.ts';

const react18 = (file: string) =>
  fileURLToPath(new URL(`../frameworks/react-18/node_modules/${file}`, import.meta.url));

/** Files that pages load, by path. */
const scripts: Record<string, string> = {
  '/react.development.js': react18('react/umd/react.development.js'),
  '/react-dom.development.js': react18('react-dom/umd/react-dom.development.js'),
  '/react.production.js': react18('react/umd/react.production.min.js'),
  '/react-dom.production.js': react18('react-dom/umd/react-dom.production.min.js'),
};

const react = (build: string) =>
  `<script src="/react.${build}.js"></script><script src="/react-dom.${build}.js"></script><div id="root"></div>`;

/** A counter whose renders the page counts itself: what the tab shows can be held against it. */
const counter = `<script>
  window.rendered = { Counter: 0, Slow: 0 };
  const { createElement, useState } = React;
  function Slow({ ms }) { rendered.Slow++; const end = performance.now() + ms; while (performance.now() < end); return createElement('i', null, ms); }
  function Counter() {
    const [n, set] = useState(0);
    const [ms, burn] = useState(0);
    rendered.Counter++;
    window.tick = () => ReactDOM.flushSync(() => set((k) => k + 1));
    window.burn = (time) => ReactDOM.flushSync(() => burn(time));
    return createElement('p', null, n, ms > 0 ? createElement(Slow, { ms }) : null);
  }
  ReactDOM.createRoot(document.getElementById('root')).render(createElement(Counter));
  window.run = (perSecond, count) => new Promise((done) => { let left = count; const timer = setInterval(() => { tick(); if (--left <= 0) { clearInterval(timer); done(rendered.Counter); } }, 1000 / perSecond); });
</script>`;

const hookProbe = `<script>window.hookAtFirstScript = typeof window.__REACT_DEVTOOLS_GLOBAL_HOOK__;</script>`;
const strict = "default-src 'none'; script-src 'nonce-abc'; require-trusted-types-for 'script'";

/**
 * A page that tries to get hold of the private port, to speak into it, and to be taken for it: every native that touches a port or an
 * event is replaced by the page's first script, and forged messages come in many shapes.
 */
const hostile = `<script>
  window.caught = []; window.forged = 0;
  for (const name of ['postMessage', 'start', 'close', 'addEventListener']) {
    const original = MessagePort.prototype[name];
    MessagePort.prototype[name] = function (...args) { if (!window.mine?.has(this)) caught.push(name); return Reflect.apply(original, this, args); };
  }
  let own = false;
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'ports');
  Object.defineProperty(MessageEvent.prototype, 'ports', { configurable: true, get() { if (!own) caught.push('ports'); return get.call(this); } });
  for (const name of ['call', 'apply']) {
    const original = Function.prototype[name];
    const { apply } = Reflect;
    Function.prototype[name] = function (self, ...args) { if (self instanceof MessagePort && !window.mine?.has(self)) caught.push(name); return apply(original, this, [self, ...args]); };
  }
  window.posted = 0; window.received = 0;
  addEventListener('message', (event) => { own = true; if (event.ports.length) received++; own = false; }, true);
  window.mine = new WeakSet();
  const rows = { marks: [[Date.now(), 'forged']] };
  const batch = { type: 'batch', seq: 1, oldest: 1, dropped: 0, rejected: 0, rows };
  window.forge = (times) => {
    for (let i = 0; i < times; i++) {
      const { port1, port2 } = new MessageChannel(); mine.add(port1); mine.add(port2); posted++;
      window.postMessage('memory-plus:port', '*', [port2]);
      port1.postMessage(batch); port1.onmessage = () => caught.push('answer');
      window.postMessage(batch, '*');
      window.dispatchEvent(new MessageEvent('message', { data: 'memory-plus:port', source: window, ports: [] }));
      window.postMessage({ source: 'memory-plus', ...batch }, '*');
      forged += 4;
    }
  };
  forge(200);
</script>`;

/** The pages the tests open, by path: body, and a policy where it matters. */
const pages: Record<string, { body: string; policy?: string }> = {
  '/plain': { body: `${hookProbe}<h1>No framework here</h1>` },
  '/strict': { body: hookProbe.replace('<script>', '<script nonce="abc">'), policy: strict },
  '/hostile': { body: hostile },
  '/react': { body: react('development') + counter },
  '/react-production': { body: react('production') + counter },
  '/mapped': { body: '<div id="root"></div><script src="/assets/app.js"></script>' },
  '/prerender': {
    body: `<a id="next" href="/next">next</a><script type="speculationrules">{"prerender":[{"source":"list","urls":["/next"],"eagerness":"immediate"}]}</script>`,
  },
  '/next': { body: '<h1>Was prerendered</h1><script>window.prerendered = document.prerendering;</script>' },
  '/many-frames': {
    body: Array.from({ length: 30 }, (_, index) => `<iframe src="/plain?${index}"></iframe>`).join(''),
  },
  '/frames': {
    body: `<h1>Frames</h1><iframe src="/plain"></iframe><iframe srcdoc="<p>srcdoc</p>"></iframe><iframe src="about:blank"></iframe><script>
      const late = document.body.appendChild(document.createElement('iframe')); late.contentDocument.body.textContent = 'written'; window.errors = []; addEventListener('error', (e) => errors.push(e.message));
    </script>`,
  },
};

/** Serves the pages on a free port of this machine. */
export async function servePages(): Promise<{ url: (path: string) => string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const page = pages[path];
    if (page) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      if (page.policy) response.setHeader('content-security-policy', page.policy);
      response.end(
        `<!doctype html><html lang="en"><head><title>${path}</title></head><body>${page.body}</body></html>`,
      );
    } else if (path.startsWith('/assets/')) {
      mappedAssets().then((assets) => response.end(assets[path] ?? ''));
    } else if (scripts[path]) {
      response.setHeader('content-type', 'text/javascript');
      response.end(readFileSync(scripts[path]));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://localhost:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

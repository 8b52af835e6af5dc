// The server of a recorded pair: five routes, and the fault that its argument names.
import { createServer } from 'node:http';
import { attachMemoryMonitoring } from '@memory-plus/backend';
import { collectRegularly } from './collecting.mjs';

const [fault = 'none'] = process.argv.slice(2);
/** @type {unknown[]} */
const kept = [];

/** Objects of about so many kilobytes on the heap. */
function objects(kilobytes) {
  return Array.from({ length: kilobytes * 8 }, (_, index) => ({ index, text: `row ${index}`, more: [index] }));
}

/** What each route allocates, in kilobytes. */
const routes = { '/orders': 200, '/reports': 120, '/users': 60, '/search': 400, '/status': 10 };
const leaks = { none: 0, reports: 120, small: 12, filling: 120, timer: 0 };

collectRegularly();
if (fault === 'timer') setInterval(() => kept.push(objects(80)), 1_000);

const server = createServer((request, response) => {
  const path = /** @type {keyof typeof routes} */ (new URL(request.url ?? '/', 'http://localhost').pathname);
  const rows = objects(routes[path] ?? 1);
  if (path === '/reports' && leaks[fault] > 0 && (fault !== 'filling' || kept.length < 40))
    kept.push(rows.slice(0, leaks[fault] * 8));
  setTimeout(() => response.end(JSON.stringify(rows.length)), path === '/search' ? 120 : 15);
});
attachMemoryMonitoring(server, { routes: true, requestTiming: true });
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));

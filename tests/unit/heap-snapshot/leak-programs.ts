/** One program in two forms: as it leaks, and as it should be. Both do the same work. */
export interface LeakProgram {
  /** Text of the program; `leaking` is true or false in it. */
  readonly text: string;
  /** What the first suspect must say: in its sentence, and in its path. */
  readonly sentence: RegExp;
  readonly path: RegExp;
  /** What the three-snapshot hunt must name; null where nothing is left in each round. */
  readonly hunted: RegExp | null;
}

/** Does the work of a round, and lets the event loop turn in between. */
const rounds = (work: string) => `
const round = (at) => { ${work} };
const after = { 200: 'baseline', 700: 'target', 1200: 'final' };
(async () => {
  for (let at = 0; at <= 1200; at++) {
    round(at);
    if (at % 100 !== 0) continue;
    await new Promise(setImmediate);
    if (after[at]) write(after[at]);
  }
  process.exit(0);
})();`;

export const leakPrograms: Readonly<Record<string, LeakProgram>> = {
  'a Map that serves as a cache and is never emptied': {
    text: `const priceCache = globalThis.priceCache = new Map();${rounds(`
      const quote = { at, rows: Array.from({ length: 20 }, (_, row) => ({ row, text: 'row ' + row })) };
      priceCache.set('quote ' + at, quote);
      if (!leaking && priceCache.size > 20) priceCache.delete('quote ' + (at - 20));`)}`,
    sentence: /One Map \(global\.priceCache\)/,
    path: /\.priceCache Map$/,
    hunted: /\.priceCache Map/,
  },
  'listeners that are added and not removed': {
    text: `const { EventEmitter } = require('node:events');
      const bus = globalThis.bus = new EventEmitter().setMaxListeners(0);${rounds(`
      const view = { at, rows: new Array(60).fill(at).map((row) => ({ row })) };
      const onChange = () => view.rows.length;
      bus.on('change', onChange);
      if (!leaking) bus.off('change', onChange);`)}`,
    sentence: /listeners of an EventEmitter wait for "change"/,
    path: /\.bus EventEmitter \._events .*\.change Array$/,
    hunted: /\.change Array/,
  },
  'a function whose scope holds something large': {
    text: `function makeHandler(leaking) {
        const rows = Array.from({ length: 60000 }, (_, at) => ({ at, text: 'row ' + at }));
        const length = rows.length;
        return leaking ? function onRequest() { return rows.length; } : (() => () => length)();
      }
      globalThis.onRequest = leaking ? makeHandler(true) : (() => { const length = 60000; return function onRequest() { return length; }; })();
      if (!leaking) makeHandler(false);${rounds('')}`,
    sentence: /onRequest keeps .* through the variable "rows"/,
    path: /\.onRequest Function .*→rows Array$/,
    hunted: null,
  },
  'intervals that are never cleared': {
    text: `class Poller { constructor(at) { this.at = at; this.buffer = new Array(100).fill(0).map((_, row) => ({ row })); this.timer = setInterval(() => this.poll(), 100000); } poll() { return this.buffer; } stop() { clearInterval(this.timer); } }
      ${rounds('const poller = new Poller(at); if (!leaking) poller.stop();')}`,
    sentence: /timers \(Timeout\).*mostly Poller/,
    path: /Timeout$/,
    hunted: /Timeout/,
  },
  'promises that never settle, held by a queue': {
    text: `class JobQueue { constructor() { this.waiting = []; } add(job) { return new Promise((resolve) => { this.waiting.push({ job, resolve }); if (!leaking) this.drain(); }); } drain() { for (const { resolve } of this.waiting.splice(0)) resolve(); } }
      const queue = globalThis.jobs = new JobQueue();${rounds(`
      const input = new Array(100).fill(0).map((_, row) => ({ row }));
      queue.add({ at, input }).then(() => input.length);`)}`,
    sentence: /Array \(JobQueue\.waiting\)/,
    path: /\.jobs JobQueue( \.waiting Array)?$/,
    hunted: /JobQueue \.waiting Array/,
  },
  'short slices of long texts': {
    text: `const tokens = globalThis.sessionTokens = [];${rounds(`
      const body = Array.from({ length: 200 }, (_, part) => 'part' + (at * 200 + part)).join(',');
      const token = body.slice(10, 40);
      tokens.push(leaking ? token : JSON.parse(JSON.stringify(token)));
      if (!leaking && tokens.length > 100) tokens.shift();`)}`,
    sentence: /Array \(global\.sessionTokens\).*sliced string/,
    path: /\.sessionTokens Array/,
    hunted: /\.sessionTokens Array/,
  },
  'a list of requests in a module': {
    text: `const recentRequests = [];
      class RequestRecord { constructor(at) { this.url = '/item/' + at; this.headers = { accept: 'x' + at, cookie: 'y'.repeat(50) + at }; this.body = new Array(40).fill(0).map((_, row) => ({ row })); } }
      globalThis.handle = (at) => { recentRequests.push(new RequestRecord(at)); if (!leaking && recentRequests.length > 20) recentRequests.shift(); };${rounds('handle(at);')}`,
    sentence: /"recentRequests".*RequestRecord/,
    path: /recentRequests Array/,
    hunted: /→recentRequests Array/,
  },
  'one text many times': {
    text: `const rows = globalThis.importedRows = [];${rounds(`
      const country = ['United Kingdom of ', 'Great Britain ' , 'and Northern Ireland, since 1922'].map((part) => part.split('').join('')).join('');
      JSON.stringify(country);
      for (let copy = 0; copy < 10; copy++) {
        const text = JSON.parse('"' + country + ' and some more words that make it long enough to matter"');
        rows.push(leaking ? { text } : { text: 'one' });
      }
      if (!leaking) rows.length = 0;`)}`,
    sentence: /The text "United Kingdom|Array \(global\.importedRows\)/,
    path: /\.importedRows Array/,
    hunted: /\.importedRows Array/,
  },
  'contexts of AsyncLocalStorage that a store keeps': {
    text: `const { AsyncLocalStorage } = require('node:async_hooks');
      const storage = new AsyncLocalStorage();
      class RequestContext { constructor(at) { this.at = at; this.user = { name: 'user ' + at, rights: new Array(80).fill(0).map((_, row) => ({ row })) }; } }
      const open = globalThis.openContexts = new Set();${rounds(`
      storage.run(new RequestContext(at), () => { open.add(storage.getStore()); if (!leaking) open.delete(storage.getStore()); });`)}`,
    sentence: /One Set \(global\.openContexts\).*RequestContext/,
    path: /\.openContexts Set$/,
    hunted: /\.openContexts Set/,
  },
  'a chain of old states': {
    text: `class History { constructor() { this.last = null; } push(state) { this.last = { state, before: leaking ? this.last : null }; } }
      const undo = globalThis.undoHistory = new History();${rounds(`
      undo.push({ at, cells: new Array(60).fill(0).map((_, row) => ({ row })) });`)}`,
    sentence: /chain .* begins at History\.last/,
    path: /\.undoHistory History \.last/,
    hunted: /\.undoHistory History/,
  },
  'an object used as a dictionary': {
    text: `const registry = globalThis.registryById = {};
      class Device { constructor(at) { this.at = at; this.log = new Array(60).fill(0).map((_, row) => ({ row })); } }${rounds(`
      registry['device-' + at] = new Device(at);
      if (!leaking) delete registry['device-' + at];`)}`,
    sentence: /Object \(global\.registryById\).*Device/,
    path: /\.registryById Object/,
    hunted: /\.registryById Object/,
  },
  'buffers that a list keeps': {
    text: `const uploads = globalThis.uploads = [];${rounds(`
      if (at % 10 === 0) uploads.push(Buffer.alloc(50000));
      if (!leaking) uploads.length = 0;`)}`,
    sentence: /Array.*(Buffer|Uint8Array)/,
    path: /\.uploads Array$/,
    hunted: /\.uploads Array/,
  },
};

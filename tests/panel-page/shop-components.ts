import type { Row } from '@memory-plus/core/model';
import type { FoundComponent } from '@memory-plus/core/protocol';
import type { FakePlatform, ScriptedRow } from './fake-platform.ts';

const script = 'http://shop.localhost/assets/shop.js';
/** Two components as a minifier leaves them, and where they were before. */
const code = { t: 'function t(e){return e.rows.map(n)}', ProductList: 'function ProductList(){return"list"}' };
const map = {
  version: 3,
  sources: ['../src/PriceTag.tsx'],
  sourcesContent: ['export function PriceTag({ rows }) {\n  return rows.map(format);\n}\n'],
  names: [],
  // The script's first character, and the name of the function, to their places in the source.
  mappings: 'AAAO,SAAS',
};

/** What the made-up shop answers when it is asked about its components. */
export function answerQuestions(platform: FakePlatform, now: () => number): void {
  platform.files.set(script, `${code.t}\n${code.ProductList}\n//# sourceMappingURL=shop.js.map\n`);
  platform.files.set('http://shop.localhost/src/PriceTag.tsx', map.sourcesContent[0] ?? '');
  platform.onQuestion = (session, question) => {
    if (question.type === 'find') platform.events.found(session, question.components.map(found));
    if (question.type === 'flame' && question.which !== 'none') platform.rows(session, flame(now()));
  };
}

/** The shop's own file server: the map and nothing else. */
export async function serveMap(url: string): Promise<Response> {
  return url === `${script}.map` ? new Response(JSON.stringify(map)) : new Response('', { status: 404 });
}

function found(component: string): FoundComponent {
  return {
    component,
    walked: true,
    mounted: { ProductCard: 48, ProductList: 1, SearchBox: 1 }[component] ?? 0,
    places: component === 'SearchBox' ? [{ kind: 'use', file: '/home/shop/src/PriceTag.tsx', line: 2, column: 3 }] : [],
    code: Object.entries(code).find(([name]) => name === component)?.[1] ?? '',
  };
}

type Told = readonly [component: string, depth: number, self: number, total: number];

function flame(at: number): ScriptedRow[] {
  const cards = Array.from({ length: 30 }, (_, index): Told => {
    const time = 0.6 + (index % 5) * 0.3;
    return ['ProductCard', 3, time, time];
  });
  const tree: readonly Told[] = [
    ['App', 1, 1.2, 104],
    ['Header', 2, 2, 12],
    ['SearchBox', 3, 10, 10],
    ['ProductList', 2, 21, 74],
    ...cards,
    ['PriceChart', 2, 14, 14],
  ];
  const row = (node: number, component: string, rest: Partial<Row<'flames'>>): ScriptedRow => [
    'flames',
    { at, node, component, depth: 0, start: null, self: null, total: 108, how: 'timed', omitted: 0, ...rest },
  ];
  return [
    row(0, 'react', { omitted: 2 }),
    ...tree.map(([component, depth, self, total], index) => row(index + 1, component, { depth, self, total })),
  ];
}

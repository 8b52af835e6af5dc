import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { backendLanes, overviewLanes } from '../../../panel/lanes/index.ts';
import type { Lane } from '../../../panel/lanes/lane.ts';
import { views } from '../../../panel/views/index.ts';
import { type View, viewIds } from '../../../panel/views/view.ts';

const folder = (path: string) => fileURLToPath(new URL(`../../../panel/${path}`, import.meta.url));
const filesIn = (path: string, ending: string) => readdirSync(folder(path)).filter((name) => name.endsWith(ending));

/** Everything that the files of a kind export. */
async function exportsOf<T>(path: string, ending: string): Promise<T[]> {
  const modules = await Promise.all(filesIn(path, ending).map((name) => import(`${folder(path)}/${name}`)));
  return modules.flatMap((module) => Object.values(module as Record<string, T>));
}

describe('views', () => {
  it('are registered, each file and each once, in the order of their digits', async () => {
    const written = await exportsOf<View>('views', '.view.tsx');
    expect(new Set(written)).toEqual(new Set(views));
    const ids = views.map(({ id }) => id);
    expect(ids).toEqual(viewIds.filter((id) => ids.includes(id)));
    expect(new Set(ids).size).toBe(views.length);
  });
});

describe('lanes', () => {
  it('are shown somewhere, each file, and have a name of their own in each timeline', async () => {
    const written = await exportsOf<Lane>('lanes', '.lane.ts');
    const shown = new Set([...overviewLanes, ...backendLanes].map(({ id }) => id));
    expect(written.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    for (const lanes of [overviewLanes, backendLanes])
      expect(new Set(lanes.map(({ id }) => id)).size).toBe(lanes.length);
  });
});

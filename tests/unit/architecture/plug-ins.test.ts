import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf, read } from './repository.ts';

/** Folders of plug-ins and the array that registers them. */
const kinds: readonly { folder: string; ending: RegExp; registry: string }[] = [
  { folder: 'frontend/src/sources', ending: /\.source\.ts$/, registry: 'frontend/src/sources/index.ts' },
  { folder: 'frontend/src/adapters', ending: /\.adapter\.ts$/, registry: 'frontend/src/adapters/index.ts' },
  { folder: 'src/analysis/rules', ending: /\.rule\.ts$/, registry: 'src/analysis/rules/index.ts' },
  { folder: 'src/analysis/across/rules', ending: /\.rule\.ts$/, registry: 'src/analysis/across/rules/index.ts' },
  { folder: 'src/heap-snapshot/suspects', ending: /\.rule\.ts$/, registry: 'src/heap-snapshot/suspects/index.ts' },
  { folder: 'panel/views', ending: /\.view\.tsx$/, registry: 'panel/views/index.ts' },
  { folder: 'panel/lanes', ending: /\.lane\.ts$/, registry: 'panel/lanes/index.ts' },
];

describe.each(kinds)('plug-ins in $folder', ({ folder, ending, registry }) => {
  const files = filesBelow(folder, ending);

  it('are all registered, and nothing else is', () => {
    expect(files.length).toBeGreaterThan(0);
    const registered = importsOf(registry).filter((path) => ending.test(path));
    expect(registered.sort()).toEqual(files);
  });

  it('have a line in docs/plug-ins.md', () => {
    const documented = read('docs/plug-ins.md');
    expect(files.filter((file) => !documented.includes(`\`${file}\``))).toEqual([]);
    const named = [...documented.matchAll(/`([\w./-]+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => ending.test(path) && dirname(path).startsWith(folder));
    expect(named.sort()).toEqual(files);
  });
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Files below `folder`, as paths from the root with forward slashes; what is installed or built is left out. */
export function filesBelow(folder: string, ending: RegExp): string[] {
  const found: string[] = [];
  const visit = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (['node_modules', 'dist', 'out', '.cache'].includes(entry.name)) continue;
      const full = join(path, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (ending.test(entry.name)) found.push(relative(root, full).split(sep).join('/'));
    }
  };
  visit(join(root, folder));
  return found.sort();
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function exists(path: string): boolean {
  return statSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
}

/** What a file imports: repository paths for relative and workspace imports, package names for the others. */
export function importsOf(path: string): string[] {
  const specifiers = [
    ...read(path).matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|import\('([^']+)'\)/g,
    ),
  ];
  return specifiers.map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    if (name.startsWith('.')) return join(dirname(path), name).split(sep).join('/');
    if (name.startsWith('@memory-plus/core/')) return `src/${name.slice('@memory-plus/core/'.length)}`;
    if (name.startsWith('@memory-plus/')) return name.slice('@memory-plus/'.length);
    return name;
  });
}

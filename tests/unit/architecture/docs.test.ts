import { describe, expect, it } from 'vitest';
import { exists, filesBelow, read } from './repository.ts';

const documents = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs', /\.md$/)];
const folders = /^(src|content|background|panel|frontend|backend|cli|demo|deploy|tests|docs|scripts|public|\.ci)\//;

describe('documents', () => {
  it.each(documents)('%s names only paths that exist', (document) => {
    const named = [...read(document).matchAll(/`([\w.@/-]+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => folders.test(path) && !path.includes('/dist'));
    const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map((match) =>
      new URL(match[1] ?? '', `file:///${document}`).pathname.slice(1),
    );
    expect([...named, ...links].filter((path) => !exists(path))).toEqual([]);
  });
});

describe('the manifest', () => {
  const manifest = JSON.parse(read('manifest.json'));

  it('asks for nothing that docs/permissions.md does not explain', () => {
    const explained = read('docs/permissions.md');
    const asked = [...manifest.permissions, ...manifest.host_permissions, ...manifest.optional_host_permissions];
    expect(asked.filter((permission: string) => !explained.includes(`\`${permission}\``))).toEqual([]);
  });

  it('is dormant beyond this machine and hides itself from pages', () => {
    const text = JSON.stringify(manifest);
    expect(text).not.toContain('<all_urls>');
    expect(text).not.toContain('debugger"');
    expect(manifest.web_accessible_resources).toBeUndefined();
    for (const { matches } of manifest.content_scripts)
      expect(matches).toEqual(['http://localhost/*', 'http://127.0.0.1/*', 'http://[::1]/*']);
  });
});

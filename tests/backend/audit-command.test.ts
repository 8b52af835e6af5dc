import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { auditCommand } from '../../backend/src/audit/audit-command.ts';
import './host.ts';

const folder = fileURLToPath(new URL('fixtures', import.meta.url));

async function audit(...argv: string[]) {
  const said = { out: '', error: '' };
  const code = await auditCommand(argv, folder, {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { code, ...said };
}

const app = ['--app', 'leaking-app.mjs'] as const;

describe('the audit as a command', () => {
  it('names what grows under load, how fast and what to do, and fails', async () => {
    const { code, out, error } = await audit(...app, '--load', 'load.mjs', '--rounds', '30');
    expect(error).toBe('');
    expect(code).toBe(1);
    expect(out).toMatch(/growing +OrdersController\.seen +map +90 +3\.0/);
    expect(out).toMatch(/steady +OrdersController\.last +array +5 /);
    expect(out).toMatch(/OrdersController\.seen: Give it a bound/);
  });

  it('passes when nothing grows, and can say so as JSON', async () => {
    const { code, out } = await audit(...app, '--load', 'no-load.mjs', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ samples: 40 });
  });

  it('names what services leave behind after their end, and none that cleans up', async () => {
    const before = process.listeners('warning');
    const { code, out } = await audit('--app', 'leaving-app.mjs', '--load', 'no-load.mjs', '--json');
    for (const listener of process.listeners('warning'))
      if (!before.includes(listener)) process.off('warning', listener);
    expect(code).toBe(1);
    const left: { kind: string; name: string; count: number }[] = JSON.parse(out).leftBehind;
    expect(left.map(({ kind, name, count }) => `${count} ${kind} ${name}`).sort()).toEqual([
      '1 interval LeavingService.beat',
      '1 subscription LeavingService.subscription',
      '1 timeout LeavingService',
      '2 listeners LeavingService',
    ]);
  });

  it.each([
    [[], /--app is missing/],
    [[...app], /--load is missing/],
    [[...app, '--load', 'load.mjs', '--rounds', '3'], /whole number from 12/],
    [[...app, '--load', 'load.mjs', '--wrong'], /--wrong/],
    [['--app', 'none.mjs', '--load', 'load.mjs'], /none\.mjs cannot be loaded/],
    [[...app, '--load', 'leaking-app.mjs'], /exports no function as default/],
    [['--app', '../host.ts', '--load', 'load.mjs'], /exports no module/],
  ])('refuses %j with a reason', async (argv, reason) => {
    const { code, out, error } = await audit(...argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toMatch(reason);
  });
});

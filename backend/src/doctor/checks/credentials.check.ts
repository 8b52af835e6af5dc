import { stat } from 'node:fs/promises';
import { type Check, failed, noFile, ok, type SettingsFile } from '../check.ts';

/** What stands in templates and guides, and is no secret. */
const placeholder =
  /change.?me|example|placeholder|your.?(token|password|secret|key)|^(password|secret|token|admin|test)$|…|%E2%80%A6|<.*>|%3C|\.\.\./i;

export const credentialsCheck: Check = {
  id: 'credentials',
  stage: 'before deployment',
  title: 'Credentials are reviewed',
  async run({ file }) {
    if (!file) return noFile;
    const wrong = [...wrongToken(file.values.ADMIN_TOKEN), ...wrongAddresses(file), ...(await wrongMode(file.path))];
    if (wrong.length === 0)
      return ok('No placeholder is left, the token is long enough, and only its owner can read the file.');
    return failed(wrong.map(({ detail }) => detail).join(' '), wrong.map(({ fix }) => fix).join(' '));
  },
};

interface Wrong {
  readonly detail: string;
  readonly fix: string;
}

function wrongToken(token: string | undefined): Wrong[] {
  const fix = 'Set ADMIN_TOKEN to what openssl rand -hex 32 prints.';
  if (!token) return [{ detail: 'There is no ADMIN_TOKEN, so every admin route is off.', fix }];
  if (placeholder.test(token) || new Set(token).size < 8)
    return [{ detail: 'ADMIN_TOKEN is a placeholder or can be guessed.', fix }];
  return token.length < 32 ? [{ detail: 'ADMIN_TOKEN is shorter than 32 characters.', fix }] : [];
}

function wrongAddresses({ values }: SettingsFile): Wrong[] {
  return ['DATABASE_URL', 'REDIS_URL', 'SLACK_WEBHOOK_URL', 'ALERT_WEBHOOK_URL', 'PAGERDUTY_ROUTING_KEY'].flatMap(
    (name) => {
      const value = values[name];
      if (!value) return [];
      const secrets = URL.canParse(value) ? [new URL(value).password, new URL(value).pathname] : [value];
      const left = secrets.some((secret) => placeholder.test(secret));
      return left ? [{ detail: `${name} still holds a placeholder.`, fix: `Put the real value into ${name}.` }] : [];
    },
  );
}

async function wrongMode(path: string): Promise<Wrong[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return [];
  return [{ detail: `Others can read ${path}.`, fix: `Run: chmod 600 ${path}` }];
}

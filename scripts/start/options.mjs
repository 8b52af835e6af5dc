import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {string | null} url page to inspect; null for the demo page
 * @property {string | null} backend backend to pair with; null for the demo backend
 * @property {number} seconds how long a headless run measures
 * @property {boolean} headless
 */

export const help = `npm start                opens a browser with the Memory+ tab on the demo page, paired with the demo backend
npm start -- [options]
  --url URL              inspect this page instead of the demo (http://localhost or 127.0.0.1; other sites are allowed in the tab)
  --backend URL          pair with this backend instead of the demo
  --seconds N            how long a run without a display measures (5 to 3600, default 20)
  --headless             no window, even where there is a display: measures, writes out/panel.png and out/recording.json, and ends
  --help                 this text
`;

/**
 * @param {string[]} args @param {NodeJS.ProcessEnv} env @param {NodeJS.Platform} platform
 * @returns {Options | { help: true } | { problem: string }}
 */
export function readOptions(args, env, platform) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        url: { type: 'string' },
        backend: { type: 'string' },
        seconds: { type: 'string', default: '20' },
        headless: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return { help: true };
  for (const name of /** @type {const} */ (['url', 'backend'])) {
    const value = values[name];
    if (value !== undefined && !isHttpUrl(value))
      return { problem: `--${name} must be an http or https address, not "${value}".` };
  }
  const seconds = Number(values.seconds);
  if (!(seconds >= 5 && seconds <= 3600))
    return { problem: `--seconds must be a number from 5 to 3600, not "${values.seconds}".` };
  const display = platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  return { url: values.url ?? null, backend: values.backend ?? null, seconds, headless: values.headless || !display };
}

/** @param {string} text */
function isHttpUrl(text) {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

// Users of a server: each asks once a second and waits for its answer before it asks again, on a connection of its own, and all come at
// different moments of the second. A load generator with one object a group was itself busy for seconds while it began.
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const period = 1_000;

/**
 * Milliseconds: `times` from a request to the end of its answer, `late` between the moment at which a user meant to ask and that at which
 * this process did. Where the latter is not small the former tell more of this process than of the server.
 *
 * @typedef {{ times: number[], late: number[], failures: number }} Asked
 */

/** @param {{ url: string, users: number, seconds: number, paths: readonly string[] }} load @returns {Promise<Asked>} */
export async function ask({ url, users, seconds, paths }) {
  const agent = new Agent({ keepAlive: true, maxSockets: users, maxFreeSockets: users });
  /** @type {Asked} */
  const asked = { times: [], late: [], failures: 0 };
  const began = performance.now();
  await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      let answered = began;
      for (let round = 0; round < seconds; round++) {
        const due = Math.max(answered, began + period * (round + user / users));
        await sleep(Math.max(0, due - performance.now()));
        const sent = performance.now();
        const status = await statusOf(`${url}${paths[(round * users + user) % paths.length]}`, agent);
        answered = performance.now();
        asked.times.push(answered - sent);
        asked.late.push(sent - due);
        if (status !== 200) asked.failures++;
      }
    }),
  );
  agent.destroy();
  return asked;
}

/** 0 where there was no answer. @param {string} url @param {Agent} agent @returns {Promise<number>} */
function statusOf(url, agent) {
  return new Promise((resolve) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    }).on('error', () => resolve(0));
  });
}

/** @param {number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

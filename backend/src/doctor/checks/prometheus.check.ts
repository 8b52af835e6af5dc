import { type Check, failed, ok, skipped } from '../check.ts';

const rule = 'MemoryPlusHeapHigh';

export const prometheusCheck: Check = {
  id: 'prometheus',
  stage: 'after deployment',
  title: 'Prometheus scrapes the server and has the rules',
  async run({ prometheus }) {
    if (!prometheus) return skipped('Name your Prometheus with --prometheus to have it asked.');
    const targets = await prometheus.query('up{job="memory-plus"}');
    const down = targets.filter(({ value }) => value !== 1).map(({ instance }) => instance);
    if (targets.length === 0)
      return failed('It has no job memory-plus.', 'Add the scrape configuration of deploy/prometheus/prometheus.yml.');
    if (down.length > 0)
      return failed(
        `It cannot scrape ${down.join(', ')}.`,
        'Add the name by which Prometheus calls the server to ALLOWED_HOSTS.',
      );
    if (!(await prometheus.ruleNames()).includes(rule))
      return failed('It has none of the alert rules.', 'Load deploy/prometheus/alerts.yml (rule_files).');
    return ok(`${targets.length} targets are up, and the rules are loaded.`);
  },
};

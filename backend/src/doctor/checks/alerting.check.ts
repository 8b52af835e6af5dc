import { type Check, failed, noFile, ok, skipped } from '../check.ts';

const ways = ['SLACK_WEBHOOK_URL', 'PAGERDUTY_ROUTING_KEY', 'ALERT_WEBHOOK_URL'];

export const alertingCheck: Check = {
  id: 'alerting',
  stage: 'after deployment',
  title: 'Alerts reach someone',
  async run({ file, prometheus }) {
    const own = ways.filter((name) => file?.values[name]);
    if (own.length > 0) return ok(`The server sends them itself (${own.join(', ')}).`);
    const managers = prometheus ? await prometheus.alertmanagers() : 0;
    if (managers > 0) return ok('Prometheus passes them to an Alertmanager.');
    if (!file && !prometheus) return noFile;
    if (!prometheus && file) return failed('No way is configured by which an alert leaves the server.', fix);
    return file
      ? failed('Neither the server nor Prometheus passes alerts on.', fix)
      : skipped('Prometheus has no Alertmanager.');
  },
};

const fix = `Set one of ${ways.join(', ')}, or run Prometheus with an Alertmanager (deploy/alertmanager) and name it with --prometheus.`;

import type { MonitorSettings } from '@memory-plus/core/model';
import { parseCommand } from '@memory-plus/core/protocol';
import { type Hop, Outbox, type Timers } from '@memory-plus/core/transport';
import { type FrameworkHooks, type Monitoring, startMonitoring } from '@memory-plus/frontend/monitor';

/**
 * The page's side of the private port: obeys the closed list of commands and sends rows. Before `start` and after `stop` nothing
 * runs; what is not acknowledged yet stays in the outbox for the next panel.
 */
export function pageMain(window: Window & typeof globalThis, hooks: FrameworkHooks, port: Hop, timers: Timers): void {
  const outbox = new Outbox((batch) => port.post({ type: 'batch', ...batch }), timers);
  let settings: MonitorSettings;
  let monitoring: Monitoring | null = null;
  const flush = () => outbox.flush();

  const start = () => {
    if (monitoring) return;
    monitoring = startMonitoring(
      window,
      hooks,
      (table, row) => outbox.put(table, row),
      () => settings,
      () => outbox.traffic,
    );
    // The last chances to hand over what waits before the document goes.
    for (const type of leaving) window.addEventListener(type, flush, true);
  };
  const stop = () => {
    monitoring?.stop();
    monitoring = null;
    for (const type of leaving) window.removeEventListener(type, flush, true);
    flush();
  };

  port.onMessage((input) => {
    const command = parseCommand(input);
    switch (command?.type) {
      case 'start':
      case 'interval':
        settings = command;
        if (command.type === 'start') start();
        monitoring?.settingsChanged();
        break;
      case 'stop':
        stop();
        break;
      case 'mark':
        monitoring?.mark(command.label);
        flush();
        break;
      case 'show':
        monitoring?.show(command);
        break;
      case 'ack':
        outbox.ack(command);
        break;
      case 'find':
        if (monitoring) port.post({ type: 'found', components: monitoring.find(command.components) });
        break;
      case 'highlight':
        monitoring?.highlight(command.component);
        break;
      case 'flame':
        monitoring?.flame(command.which);
    }
  });
}

const leaving = ['beforeunload', 'pagehide', 'visibilitychange'] as const;

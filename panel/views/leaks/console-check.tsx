import { en } from '../../strings/en.ts';
import type { ViewProps } from '../view.ts';

const words = en.retained;

/** Finds out whether the console is what holds objects. */
export function ConsoleCheckCard({ panel }: ViewProps) {
  const { consoleCheck } = panel.leaks;
  const { collection } = panel.platform;
  const state = consoleCheck.state.value;
  const working = state.stage === 'counting' || state.stage === 'clearing';
  return (
    <section class="card card--padded" aria-label={words.consoleCheck} data-testid="console-check">
      <p class="how">{words.console}</p>
      {!collection.available && <p class="how">{collection.because}</p>}
      <div class="check__buttons">
        <button
          type="button"
          class="button"
          data-testid="console-check-start"
          disabled={working || !collection.available || panel.imported.value !== null}
          onClick={() => void consoleCheck.run()}
        >
          {words.consoleCheck}
        </button>
        {working && (
          <>
            <progress aria-label={words.consoleCheck} />
            <span role="status">{state.stage === 'counting' ? words.consoleCounting : words.consoleClearing}</span>
            <button type="button" class="button" onClick={() => consoleCheck.cancel()}>
              {words.cancel}
            </button>
          </>
        )}
      </div>
      {state.stage === 'done' && (
        <div role="status" data-testid="console-check-result">
          {state.held.length === 0 ? (
            <p>{state.left > 0 ? words.consoleInnocent(state.left) : words.consoleNothing}</p>
          ) : (
            <>
              <p>{words.consoleFreed}</p>
              <ul class="retained__evidence">
                {state.held.map(({ what, label, count }) => (
                  <li key={`${what} ${label}`}>{words.consoleHeld(count, label, en.leaks.kinds[what])}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </section>
  );
}

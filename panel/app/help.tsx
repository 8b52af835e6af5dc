import { verdictWords } from '@memory-plus/core/model';
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { VerdictTag } from '../components/verdict-tag.tsx';
import type { Panel } from '../store/panel.ts';
import { en } from '../strings/en.ts';

const text = en.help;
const keys = [
  ['1 – 8', 'views'],
  ['R', 'record'],
  ['M', 'mark'],
  ['E', 'export'],
  ['← →', 'line'],
  ['⇧ ← →', 'stretch'],
  ['?', 'help'],
] as const;

/** Some keys and all wheels have names of their own in each language. */
function timelineKeys() {
  const { pages, enter, escape: leave, wheel, shiftWheel } = en.timeline.keyNames;
  return [
    ['+ −', 'zoom'],
    ['0', 'all'],
    [pages, 'pages'],
    ['W S A D', 'oneHand'],
    [enter, 'zoomTo'],
    [leave, 'clear'],
    [wheel, 'wheel'],
    [shiftWheel, 'shiftWheel'],
  ] as const;
}

/** The keyboard map and the words of a verdict. */
export function Help({ open, panel }: { open: Signal<boolean>; panel: Panel }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open.value && !dialog.current?.open) dialog.current?.showModal();
    if (!open.value && dialog.current?.open) dialog.current.close();
  }, [open.value]);
  return (
    <dialog
      class="help"
      ref={dialog}
      aria-label={text.title}
      data-testid="help"
      onClose={() => {
        open.value = false;
      }}
    >
      <h2 class="help__title">{text.title}</h2>
      <Keys keys={keys.map(([key, meaning]) => [key, text.keys[meaning]])} />
      <h2 class="help__title">{en.timeline.keysTitle}</h2>
      <Keys keys={timelineKeys().map(([key, meaning]) => [key, en.timeline.keys[meaning]])} />
      <h2 class="help__title">{text.words}</h2>
      <dl class="help__keys">
        {verdictWords.map((word) => (
          <div key={word} class="help__row">
            <dt>
              <VerdictTag word={word} />
            </dt>
            <dd>{text.meanings[word]}</dd>
          </div>
        ))}
      </dl>
      <div class="help__buttons">
        <button
          type="button"
          class="button"
          onClick={() => {
            open.value = false;
            panel.tour.again();
          }}
        >
          {en.tour.again}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            open.value = false;
          }}
        >
          {text.close}
        </button>
      </div>
    </dialog>
  );
}

function Keys({ keys }: { keys: readonly (readonly [key: string, meaning: string])[] }) {
  return (
    <dl class="help__keys">
      {keys.map(([key, meaning]) => (
        <div key={key} class="help__row">
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

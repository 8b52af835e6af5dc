// The page that the bench renders: 1,000 rows, and a commit that updates all of them or every hundredth.
import { createElement, memo, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

const rows = 1_000;
const few = 100;

/** @typedef {{ index: number, tick: number }} RowProps */

/** @param {(props: RowProps) => void} useTracking */
export function publishTable(useTracking) {
  const Row = memo(function Row(/** @type {RowProps} */ props) {
    useTracking(props);
    const [own] = useState(props.index);
    const label = useMemo(() => `row ${own}`, [own]);
    return createElement(
      'tr',
      { className: props.tick % 2 ? 'odd' : 'even' },
      createElement('td', null, label),
      createElement('td', null, props.tick),
      createElement('td', null, createElement(Cell, { value: own + props.tick })),
    );
  });

  /** @param {{ value: number }} props */
  function Cell({ value }) {
    return createElement('b', null, value);
  }

  /** @type {(state: { tick: number, sparse: boolean }) => void} */
  let set = () => {};

  function Table() {
    const [{ tick, sparse }, setState] = useState({ tick: 0, sparse: false });
    set = setState;
    const list = [];
    for (let index = 0; index < rows; index++)
      list.push(createElement(Row, { key: index, index, tick: sparse && index % few !== 0 ? 0 : tick }));
    return createElement('table', null, createElement('tbody', null, list));
  }

  const root = createRoot(/** @type {Element} */ (document.getElementById('root')));
  flushSync(() => root.render(createElement(Table)));
  let tick = 0;
  /** Commits one after the other, with a breath now and then for timers. */
  const commit = async (/** @type {number} */ commits, /** @type {boolean} */ sparse) => {
    for (let i = 0; i < commits; i++) {
      tick++;
      flushSync(() => set({ tick, sparse }));
      if (i % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };
  Object.assign(window, { commit });
}

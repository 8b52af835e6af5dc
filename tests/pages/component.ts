import { createElement, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { publishPage } from './page.ts';

/** A component that signs on to a store and never off. */
const subscribers = new Set<(news: string) => void>();
let twin = false;

function News() {
  const [news, setNews] = useState('');
  useEffect(() => {
    subscribers.add(setNews);
    return () => {
      if (twin) subscribers.delete(setNews);
    };
  }, []);
  return createElement('p', null, news);
}

function Page({ tick, shown }: { tick: number; shown: boolean }) {
  return createElement('main', null, tick, shown ? createElement(News) : null);
}

const root = createRoot(document.body.appendChild(document.createElement('main')));

publishPage({
  step(round, clean) {
    twin = clean;
    flushSync(() => root.render(createElement(Page, { tick: round, shown: true })));
    // What leaves at the last commit is still in the tree before it.
    for (let tick = 0; tick < 3; tick++) flushSync(() => root.render(createElement(Page, { tick, shown: false })));
  },
});

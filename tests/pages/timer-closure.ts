import { publishPage } from './page.ts';

/** An interval that goes on writing into an element after it was taken out. */
publishPage({
  step(_, clean) {
    const ticker = document.body.appendChild(document.createElement('div'));
    ticker.className = 'ticker';
    const timer = setInterval(() => ticker.setAttribute('data-now', String(performance.now())), 1_000);
    setTimeout(() => {
      ticker.remove();
      if (clean) clearInterval(timer);
    });
  },
});

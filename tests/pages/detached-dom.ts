import { publishPage } from './page.ts';

/** A list of closed dialogs that nobody empties. */
const closed: Element[] = [];

publishPage({
  step(_, clean) {
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.className = 'dialog';
    setTimeout(() => {
      dialog.remove();
      if (!clean) closed.push(dialog);
    });
  },
});

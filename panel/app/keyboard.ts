import type { Signal } from '@preact/signals';
import type { Panel } from '../store/panel.ts';
import { views } from '../views/index.ts';
import { viewIds } from '../views/view.ts';

/** Keys that act anywhere except in a field. Answers how to stop listening. */
export function listenToKeys(document: Document, panel: Panel, help: Signal<boolean>): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    if (act(event.key, panel, help)) event.preventDefault();
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}

function act(key: string, panel: Panel, help: Signal<boolean>): boolean {
  switch (key.toLowerCase()) {
    case 'r':
      panel.toggleRecording();
      return true;
    case 'm':
      panel.mark();
      return true;
    case 'e':
      panel.exports.json();
      return true;
    case '?':
      help.value = !help.value;
      return true;
    default:
      return showView(Number(key), panel);
  }
}

function showView(digit: number, panel: Panel): boolean {
  const id = viewIds[digit - 1];
  if (!id || !views.some((view) => view.id === id)) return false;
  panel.selection.view.value = id;
  return true;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
}

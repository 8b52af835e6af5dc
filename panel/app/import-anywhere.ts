import type { Panel } from '../store/panel.ts';

/** A recording or a heap snapshot may be dropped on the panel, or a recording pasted, wherever nothing else takes it. Answers how to stop listening. */
export function listenToImports(document: Document, panel: Panel): () => void {
  const over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    const [file] = files;
    if (event.defaultPrevented || !file) return;
    event.preventDefault();
    if (!/\.heapsnapshot(\.gz)?$/.test(file.name)) void panel.importFile(file);
    else {
      panel.selection.view.value = 'snapshots';
      void panel.snapshots.open(files);
    }
  };
  const paste = (event: ClipboardEvent) => {
    const { target, clipboardData } = event;
    if (target instanceof Element && target.closest('input, textarea, [contenteditable]')) return;
    const pasted = clipboardData?.files[0] ?? textFile(clipboardData?.getData('text/plain'));
    if (!pasted) return;
    event.preventDefault();
    void panel.importFile(pasted);
  };
  document.addEventListener('dragover', over);
  document.addEventListener('drop', drop);
  document.addEventListener('paste', paste);
  return () => {
    document.removeEventListener('dragover', over);
    document.removeEventListener('drop', drop);
    document.removeEventListener('paste', paste);
  };
}

/** Only what looks like an exported recording: any other text was meant for something else. */
function textFile(text: string | undefined): File | null {
  return text?.trimStart().startsWith('{') ? new File([text], 'pasted.json', { type: 'application/json' }) : null;
}

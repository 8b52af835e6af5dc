/** Lets the person save `content` under `name`, as any page would: no permission is needed. */
export function saveFile(name: string, mediaType: string, content: string | Blob): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: mediaType }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the blob by then; keeping it would keep the whole recording alive.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

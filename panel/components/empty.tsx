/** What to see where there is nothing yet, and how to get something. */
export function Empty({ text, help }: { text: string; help?: string }) {
  return (
    <div class="empty">
      <p class="empty__text">{text}</p>
      {help && <p class="empty__help">{help}</p>}
    </div>
  );
}

import { useState } from 'preact/hooks';
import { en } from '../strings/en.ts';

const text = en.allow;

/** Where DevTools cannot ask for a permission, this page does; the tab waits for the answer. */
export function AllowPage(props: {
  readonly origins: readonly string[];
  readonly request: (origins: readonly string[]) => Promise<boolean>;
}) {
  const [outcome, setOutcome] = useState<string | null>(null);
  const ask = () =>
    props.request(props.origins).then(
      (granted) => setOutcome(granted ? text.granted : text.refused),
      (error) => setOutcome(text.failed(String(error))),
    );
  return (
    <div class="allow">
      <h1 class="card__title">{text.title}</h1>
      <p>{text.what(props.origins.join(', '))}</p>
      <button type="button" class="button button--primary" data-testid="allow" onClick={ask}>
        {text.allow}
      </button>
      <p role="status">{outcome}</p>
    </div>
  );
}

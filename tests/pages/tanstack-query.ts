import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { publishPage } from './page.ts';

/** A key that is never the same again, so that nothing is ever found. */
const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
const root = createRoot(document.getElementById('root') as Element);

function User({ id }: { id: string }) {
  const { data } = useQuery({ queryKey: ['user', id], queryFn: () => Promise.resolve(id) });
  return createElement('p', null, data);
}

publishPage({
  step(round, clean) {
    const user = createElement(User, { key: round, id: clean ? 'same' : `at ${round}` });
    root.render(createElement(QueryClientProvider, { client }, user));
  },
});

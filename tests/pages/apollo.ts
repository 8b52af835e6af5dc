import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { publishPage } from './page.ts';

/** Objects that nobody evicts. */
const client = new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.empty() });
const props = { client, children: null };
createRoot(document.getElementById('root') as Element).render(createElement(ApolloProvider, props));

publishPage({
  step(round, clean) {
    const user = { __typename: 'User', id: clean ? 'same' : `user ${round}` };
    client.writeQuery({ query: gql`{ user { id } }`, data: { user } });
  },
});

/** Names the API and its version. A client that does not find it in an answer does not talk to a Memory+ backend. */
export const backendSchema = 'memory-plus/backend@1';

/** Where the API lives, whatever prefix the application has. */
export const apiPrefix = '/api/monitoring/memory';

import { originOf, pathPattern } from '@memory-plus/core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('the pattern of a path', () => {
  it.each([
    ['http://localhost:3000/orders/4711?x=1#y', '/orders/:id'],
    ['https://u:p@api.example.com/users/me/items', '/users/me/items'],
    ['http://localhost/a/550e8400-e29b-41d4-a716-446655440000', '/a/:id'],
    ['http://localhost/git/9fceb02d0ae598e95dc970b74767f19372d61af8/tree', '/git/:id/tree'],
    ['http://localhost/by/someone@example.com', '/by/:id'],
    ['http://localhost/days/2026-03-02', '/days/:id'],
    ['http://localhost/token/dGhpcyBpcyBhIHRva2Vu1', '/token/:id'],
    ['http://localhost/facade/decade', '/facade/decade'],
    ['http://localhost/v1/reports', '/v1/reports'],
    ['http://localhost', '/'],
  ])('of %s is %s', (url, pattern) => {
    expect(pathPattern(url)).toBe(pattern);
  });

  it('is the same for every number and every UUID', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uuid(), (number, uuid) => {
        expect(pathPattern(`http://localhost/orders/${number}/${uuid}`)).toBe('/orders/:id/:id');
      }),
    );
  });

  it('stands behind the origin', () => {
    expect(originOf('HTTPS://Api.Example.com:8443/a?b')).toBe('https://api.example.com:8443');
    expect(originOf('/relative')).toBe('');
  });
});

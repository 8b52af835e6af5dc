import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../panel/pairing/address.ts';

const token = (typed: string) => {
  const address = parseAddress(typed);
  return address.valid && address.mayCarryToken;
};

/** Addresses put together from what they are made of, in any order. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...['http', 'https', 'ws', ':', '//', '/', '?', '#', '@', '.', '%', '\\\\', ':3000'],
      ...['localhost', '127.0.0.1', '[::1]', 'evil.com', '0x7f', '１２７'],
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('addresses that may carry a token', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com'],
    ['api.example.com', 'https://api.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['localhost:3000/api/monitoring?x=1#y', 'http://localhost:3000'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['127.8.9.10', 'http://127.8.9.10'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    // Another spelling of a literal address: `URL` writes it as 127.0.0.1, and so does the request.
    ['http://0x7f.1', 'http://127.0.0.1'],
  ])('%s', (typed, origin) => {
    expect(parseAddress(typed)).toEqual({ valid: true, origin, mayCarryToken: true });
  });
});

describe('addresses that are asked without a token', () => {
  it.each([
    'http://localhost.evil.com',
    'http://127.0.0.1.nip.io',
    'http://[::ffff:127.0.0.1]',
    'http://10.0.0.5',
    'http://192.168.1.1:3000',
    'http://0.0.0.0:3000',
    'http://[::]:3000',
    'http://api.localhost:3000',
    'http://localhost.:3000',
    'http://128.0.0.1',
    'http://example.com',
  ])('%s', (typed) => {
    expect(parseAddress(typed)).toMatchObject({ valid: true, mayCarryToken: false });
  });
});

describe('addresses that are refused', () => {
  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['http://127.0.0.1@evil.com', 'credentials'],
    ['http://user:secret@localhost:3000', 'credentials'],
    ['user@localhost', 'credentials'],
    ['ws://localhost:3000', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/html,x', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['ftp://example.com', 'scheme'],
    ['http://', 'malformed'],
    ['http://a b', 'malformed'],
    ['localhost:99999', 'malformed'],
  ])('%s: %s', (typed, because) => {
    expect(parseAddress(typed)).toEqual({ valid: false, because });
  });

  it('never throws, and an origin it gives carries nothing but scheme, host and port', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), pieces), (typed) => {
        const address = parseAddress(typed);
        if (!address.valid) return;
        const url = new URL(address.origin);
        expect(url.origin).toBe(address.origin);
        expect(token(address.origin)).toBe(address.mayCarryToken);
      }),
    );
  });
});

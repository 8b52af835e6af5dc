export const fail = () => {
  throw Object.assign(new Error('no'), { toString: fail });
};
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
/** Whatever is asked of it, it throws. */
const hostile = new Proxy(() => {}, { get: fail, has: fail, apply: fail, ownKeys: fail, getPrototypeOf: fail });
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const getters = Object.defineProperties(
  {},
  Object.fromEntries(
    ['heapInterval', 'size', 'phase', 'at', 'enabled', 'onRender'].map((key) => [key, { get: fail, enumerable: true }]),
  ),
);

/** What no function of the library asks for. */
export const wrong: readonly unknown[] = [
  ...[null, undefined, Number.NaN, -1, Number.POSITIVE_INFINITY, 10n, true, '', 'x'.repeat(1_000_000)],
  ...[
    Symbol('name'),
    cyclic,
    hostile,
    revoked.proxy,
    getters,
    Object.create(null),
    [],
    '__proto__',
    'constructor',
    fail,
  ],
];

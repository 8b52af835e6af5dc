import { useEffect, useState, useSyncExternalStore } from 'react';
import { BackendStatus } from './backend-status.tsx';
import { leakNodesAndCache, subscribers } from './leak.ts';
import { priceOf } from './price-cache.ts';
import { type Product, products } from './products.ts';
import { Shop } from './shop.tsx';
import { getSwitches, onSwitch, setSwitches } from './switches.ts';

const slowFor = 40;

export function App() {
  const { leak, slow } = useSyncExternalStore(onSwitch, getSwitches);
  const [cart, setCart] = useState<readonly Product[]>([]);
  useEffect(() => {
    leakNodesAndCache(leak);
    return () => leakNodesAndCache(false);
  }, [leak]);
  return (
    <>
      <header>
        <h1>Fern &amp; Stone</h1>
        <Cart cart={cart} />
      </header>
      <aside className="switches">
        <Switch label="Leak memory" on={leak} onChange={(on) => setSwitches({ leak: on })} />
        <Switch label="Slow renders" on={slow} onChange={(on) => setSwitches({ slow: on })} />
        <BackendStatus />
      </aside>
      <main>
        <Offer slow={slow} />
        <Shop onAdd={(product) => setCart((before) => [...before.slice(-98), product])} />
      </main>
      {leak ? <Visitors /> : null}
    </>
  );
}

function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button type="button" role="switch" aria-checked={on} onClick={() => onChange(!on)}>
      <span className="knob" aria-hidden="true" />
      {label}
    </button>
  );
}

function Cart({ cart }: { cart: readonly Product[] }) {
  const total = cart.reduce((sum, { price }) => sum + price, 0);
  return <p className="cart">{cart.length === 0 ? 'Your cart is empty' : `${cart.length} items, ${total} €`}</p>;
}

/** Changes every 700 ms. With `slow` its recommendation is worked out the hard way. */
function Offer({ slow }: { slow: boolean }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((before) => before + 1), 700);
    return () => clearInterval(timer);
  }, []);
  return (
    <section className="offer">
      <span>Today</span>
      {slow ? <SlowRecommendation turn={turn} /> : <Recommendation turn={turn} />}
    </section>
  );
}

function Recommendation({ turn }: { turn: number }) {
  const product = products[turn % products.length];
  return product ? (
    <strong>
      {product.name}, {priceOf(product.id, product.price)}
    </strong>
  ) : null;
}

function SlowRecommendation({ turn }: { turn: number }) {
  const end = performance.now() + slowFor;
  while (performance.now() < end);
  return <Recommendation turn={turn} />;
}

/** Shows one visitor after the other; each signs on to news and none signs off. */
function Visitors() {
  const [visitor, setVisitor] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setVisitor((before) => before + 1), 400);
    return () => clearInterval(timer);
  }, []);
  return <VisitorBadge key={visitor} number={visitor} />;
}

function VisitorBadge({ number }: { number: number }) {
  const [news, setNews] = useState('');
  useEffect(() => {
    subscribers.push(setNews);
  }, []);
  return (
    <p className="visitor" aria-live="off">
      Visitor {number + 1} {news}
    </p>
  );
}

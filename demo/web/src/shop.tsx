import { memo, useState } from 'react';
import { priceOf } from './price-cache.ts';
import { type Product, products } from './products.ts';

const kinds = ['All', 'Plants', 'Pots', 'Care'] as const;

export function Shop({ onAdd }: { onAdd: (product: Product) => void }) {
  const [kind, setKind] = useState<(typeof kinds)[number]>('All');
  return (
    <section>
      <nav className="kinds" aria-label="Kinds of products">
        {kinds.map((name) => (
          <button type="button" key={name} aria-pressed={name === kind} onClick={() => setKind(name)}>
            {name}
          </button>
        ))}
      </nav>
      <ul className="products">
        {products
          .filter((product) => kind === 'All' || product.kind === kind)
          .map((product) => (
            <ProductCard key={product.id} product={product} onAdd={onAdd} />
          ))}
      </ul>
    </section>
  );
}

const ProductCard = memo(function ProductCard(props: { product: Product; onAdd: (product: Product) => void }) {
  const { product, onAdd } = props;
  return (
    <li className="product">
      <div className="picture" style={{ background: `oklch(0.86 0.07 ${product.hue})` }} aria-hidden="true">
        {product.name.slice(0, 1)}
      </div>
      <h2>{product.name}</h2>
      <p>
        <Price product={product} />
        <button type="button" onClick={() => onAdd(product)}>
          Add
        </button>
      </p>
    </li>
  );
});

function Price({ product }: { product: Product }) {
  return <span className="price">{priceOf(product.id, product.price)}</span>;
}

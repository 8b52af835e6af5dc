export interface Product {
  readonly id: number;
  readonly name: string;
  readonly kind: 'Plants' | 'Pots' | 'Care';
  readonly price: number;
  readonly hue: number;
}

const names: Record<Product['kind'], readonly string[]> = {
  Plants: ['Monstera', 'Boston fern', 'Rubber fig', 'String of pearls', 'Calathea', 'Olive tree', 'Aloe', 'Peace lily'],
  Pots: ['Stone bowl', 'Clay cylinder', 'Hanging basket', 'Zinc planter', 'Glazed cube', 'Terracotta classic'],
  Care: ['Mist sprayer', 'Peat-free soil', 'Copper can', 'Pruning scissors', 'Plant food', 'Moss pole'],
};

export const products: readonly Product[] = (Object.keys(names) as Product['kind'][])
  .flatMap((kind) => names[kind].map((name) => ({ kind, name })))
  .map(({ kind, name }, id) => ({ id, kind, name, price: 9 + ((id * 37) % 60), hue: (id * 47) % 360 }));

import { CacheStrategyService, EventBusService, ReportsService, SearchService } from '@memory-plus/backend';
import {
  BadRequestException,
  Controller,
  Get,
  Inject,
  type OnModuleInit,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ShopOriginInterceptor } from './shop-origin.interceptor.ts';

interface Product {
  readonly id: number;
  readonly name: string;
}

const products: readonly Product[] = Array.from({ length: 5_000 }, (_, id) => ({
  id,
  name: `product ${id.toString(36)}`,
}));

/** What bounded services are for in a shop: searches and their results, what was looked up, a report of what was asked. */
@Controller('demo')
@UseInterceptors(ShopOriginInterceptor)
export class CatalogueController implements OnModuleInit {
  readonly #search: SearchService;
  readonly #cache: CacheStrategyService;
  readonly #reports: ReportsService;
  readonly #bus: EventBusService;

  constructor(
    @Inject(SearchService) search: SearchService,
    @Inject(CacheStrategyService) cache: CacheStrategyService,
    @Inject(ReportsService) reports: ReportsService,
    @Inject(EventBusService) bus: EventBusService,
  ) {
    this.#search = search;
    this.#cache = cache;
    this.#reports = reports;
    this.#bus = bus;
  }

  onModuleInit(): void {
    this.#bus.on('searched', (text) =>
      this.#reports.add(`Search for ${String(text)}`, `at ${new Date().toISOString()}`),
    );
  }

  @Get('products')
  async products(@Query('text') text: unknown): Promise<{ found: readonly Product[]; cut: boolean }> {
    if (typeof text !== 'string' || text.length > 100)
      throw new BadRequestException('Give ?text= with at most 100 characters.');
    const { results, cut } = await this.#search.search('products', text, async () =>
      products.filter(({ name }) => name.includes(text)),
    );
    await this.#bus.emit('searched', text);
    return { found: results.slice(0, 20), cut };
  }

  @Get('price')
  price(@Query('id') id: unknown): Promise<{ id: number; price: number }> {
    const number = Number(id);
    if (!Number.isInteger(number) || number < 0 || number >= products.length)
      throw new BadRequestException(`Give ?id= from 0 to ${products.length - 1}.`);
    return this.#cache.getOrLoad(`price ${number}`, async () => ({
      id: number,
      price: ((number * 7919) % 10_000) / 100,
    }));
  }
}

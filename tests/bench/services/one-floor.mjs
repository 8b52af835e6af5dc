// One service, named by the first argument. The pool works on the real PostgreSQL whose address is the second.
import { drivers, optionsOf } from './drivers.mjs';
import { judgeFloor } from './floor.mjs';

const [key = '', url = ''] = process.argv.slice(2);
const { boundedServices } = await import(new URL('../../../backend/dist/services/index.js', import.meta.url).href);
const definition = boundedServices.find((/** @type {{ key: string }} */ one) => one.key === key);
const driver = drivers[key];
if (!definition || !driver) throw new Error(`There is no bounded service "${key}".`);

let { operate, fill } = driver;
let options = optionsOf(key);
let close = async () => {};
if (key === 'connectionPool') {
  const { DataSource } = await import('typeorm');
  const dataSource = await new DataSource({ type: 'postgres', url }).initialize();
  const pool = Reflect.get(dataSource.driver, 'master');
  const checkOut = async () => (await pool.connect()).release();
  options = { connectionPool: { dataSource, maxHistory: 100 } };
  fill = async (service) => {
    await Promise.all(Array.from({ length: 30 }, checkOut));
    service.sample();
  };
  operate = async (service, _from, count) => {
    for (let done = 0; done < count; done += 25) await Promise.all(Array.from({ length: 25 }, checkOut));
    service.sample();
  };
  close = () => dataSource.destroy();
}

const before = process.cpuUsage();
const service = definition.create(options);
const { verdict, floors, operations } = await judgeFloor((from, count) => operate(service, from, count));
const { user, system } = process.cpuUsage(before);
await service.onModuleDestroy();

const filled = definition.create(options);
let over = 0;
for (let index = 0; index < 5_000; index++) {
  await fill(filled, index);
  for (const { entries, maxEntries } of [filled, ...(filled.parts ?? [])].map((one) => one.statistics()))
    over = Math.max(over, entries - maxEntries);
}
await filled.onModuleDestroy();
await close();
const growth = (floors.at(-1) ?? 0) - (floors[0] ?? 0);
process.stdout.write(JSON.stringify({ word: verdict.word, operations, growth, over, seconds: (user + system) / 1e6 }));

import { publishTable } from './table.mjs';

publishTable(() => {});

import { writeDecimal, writeNumber } from '../../words/language.ts';
import { say as sayOfSuspects } from '../../words/suspects.ts';
import { say } from '../../words/units.ts';

const units = ['kiloBinary', 'megaBinary', 'gigaBinary'] as const;

/** A number of bytes for a person: 1,536 bytes are `1.5 KB`. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  if (value < 1024) return say.counted('bytes', Math.round(bytes));
  let unit = -1;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const unitName = say(units[unit] ?? 'gigaBinary');
  return say('size', { value: writeDecimal(Math.sign(bytes) * value, value >= 100 ? 0 : 1), unit: unitName });
}

/** 12345 is `12,345`. */
export function formatCount(count: number): string {
  return writeNumber(count);
}

/** A share of a whole in percent, with one digit where it is small. */
export function formatShare(part: number, whole: number): string {
  const percent = whole > 0 ? (part / whole) * 100 : 0;
  return say('percent', { value: writeDecimal(percent, percent >= 10 ? 0 : 1) });
}

/** The name of a class with its article: `an Array`, `a Map`. */
export function withArticle(name: string): string {
  return sayOfSuspects(/^[aeiou]/i.test(name) ? 'an' : 'a', { name });
}

import { maxNameLength } from '@memory-plus/core/model';

/** At most `maxNameLength` characters of something that should be a text. */
export function cut(value: unknown, otherwise = ''): string {
  if (typeof value !== 'string' || value === '') return otherwise;
  return value.length <= maxNameLength ? value : `${value.slice(0, maxNameLength - 1)}…`;
}

/** An element as a short selector: tag, id, first class. Nothing of its text. */
export function describeNode(node: unknown): string {
  try {
    const { nodeName, id, className } = node as { nodeName?: unknown; id?: unknown; className?: unknown };
    if (typeof nodeName !== 'string') return '';
    const first = typeof className === 'string' ? className.trim().split(/\s+/, 1)[0] : '';
    return cut(nodeName.toLowerCase() + (typeof id === 'string' && id ? `#${id}` : '') + (first ? `.${first}` : ''));
  } catch {
    return '';
  }
}

/** What was thrown, in words; it may be anything. */
export function describeError(error: unknown): string {
  try {
    return cut(error instanceof Error ? `${error.name}: ${error.message}` : String(error), 'unknown');
  } catch {
    return 'unknown';
  }
}

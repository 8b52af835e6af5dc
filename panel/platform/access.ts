import { publicUrl } from '@memory-plus/core/model';
import { evaluatePatiently, Refused } from './evaluate.ts';
import type { Permissions } from './permissions.ts';
import type { Access } from './platform.ts';

/** Where the inspected page is, and whether its origin may be measured. Throws while no page can be asked, as during a navigation. */
export async function accessTo(permissions: Pick<Permissions, 'contains'>): Promise<Access> {
  const url = await locationOfPage();
  if (typeof url !== 'string' || !/^https?:/.test(url)) {
    return { state: 'privileged', url: typeof url === 'string' ? publicUrl(url) : '' };
  }
  const pattern = originPattern(url);
  const granted = await permissions.contains([pattern]);
  return granted ? { state: 'granted', url: publicUrl(url) } : { state: 'not-granted', url: publicUrl(url), pattern };
}

/** Null where the browser lets no extension look. */
async function locationOfPage(): Promise<unknown> {
  try {
    return await evaluatePatiently('location.href');
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** Match patterns know no ports: a pattern for a host covers them all. */
export function originPattern(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}

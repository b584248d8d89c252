import type { Page, PageRequest } from '../../../database/page.js';

const LIMIT = 200;

/** Every entry of a list: this API knows no pages. */
export async function allPages<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ limit: LIMIT, ...(cursor !== null && { cursor }) });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

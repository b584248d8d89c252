import type { TestMariaDb } from './mariadb.js';

export default async function teardown(): Promise<void> {
  await (globalThis as { testMariaDb?: TestMariaDb }).testMariaDb?.remove();
}

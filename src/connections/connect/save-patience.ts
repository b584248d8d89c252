/** For the database, as long as somebody waits before a page: a provider exchanges a code once. Milliseconds. */
export const SAVE_PATIENCE = { ms: 10_000 };

/** Compiles the sources when `dist/` is missing or older than they are. */
export function buildWhenNeeded(): void;

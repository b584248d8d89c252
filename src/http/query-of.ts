import { splitOnce } from '../kernel/split-once.js';

/** The query of an address, without its `?`; further ones belong to it (RFC 3986 section 3.4). Empty for none. */
export const queryOf = (url: string): string => splitOnce(url, '?')[1];

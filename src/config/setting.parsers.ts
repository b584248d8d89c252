import { isIP } from 'node:net';
import { defaultKid, type SealingKey } from '../kernel/seal.js';
import { SettingProblem } from './setting.decorator.js';

/** Digits alone: `1e3`, `0x10` and ` 5` are typing errors, not numbers. */
export function integer(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new SettingProblem('must be a whole number');
  return Number(text);
}

export function flag(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new SettingProblem('must be true or false');
  return text === 'true';
}

const items = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** The scheme, host and port of a URL, in their canonical form and without a trailing slash. */
export function origin(text: string): string {
  if (!URL.canParse(text)) throw new SettingProblem('must be an origin such as https://id.example.com');
  const url = new URL(text);
  const bare = url.pathname === '/' && !/[?#@]/.test(text);
  if (!['http:', 'https:'].includes(url.protocol) || !bare) {
    throw new SettingProblem('must be an origin (scheme, host and port, no path), such as https://id.example.com');
  }
  return url.origin;
}

/** Comma list of addresses or CIDR blocks. A block of all addresses would let every client choose its own address. */
export function networks(text: string): string[] {
  const list = items(text);
  const wrong = list.find((item) => !isNetwork(item));
  if (wrong !== undefined)
    throw new SettingProblem(`holds ${JSON.stringify(wrong)}, which is no address or CIDR block`);
  return list;
}

function isNetwork(item: string): boolean {
  const [address = '', prefix, ...rest] = item.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (version === 4 ? 32 : 128);
}

/** Comma list of `host`, `address` or `CIDR`, each with `:port` or without; what is of IPv6 stands in brackets: `[fd00::/8]:443`. */
export function reachable(text: string): string[] {
  const list = items(text);
  const wrong = list.find((item) => !isReachable(item));
  if (wrong !== undefined)
    throw new SettingProblem(`holds ${JSON.stringify(wrong)}, which is no host, address or CIDR block in lower case`);
  return list;
}

function isReachable(item: string): boolean {
  const [all, bracketed, plain = ''] = /^(?:\[([0-9a-f:./]+)\]|([a-z0-9./-]+))(?::\d{1,5})?$/.exec(item) ?? [];
  if (all === undefined) return false;
  if (bracketed !== undefined) return isNetwork(bracketed);
  return plain.includes('/') ? isNetwork(plain) : true;
}

/** Comma list of dialects, or `none`. Whether there are such ones is for those to say who speak them. */
export function dialectNames(text: string): string[] {
  return text === 'none' ? [] : items(text);
}

/** `mysql://user:password@host:port/database` or `sqlite:path`. */
export function databaseUrl(text: string): string {
  if (/^sqlite:./.test(text)) return text;
  const url = text.startsWith('mysql://') && URL.canParse(text) ? new URL(text) : null;
  if (url?.hostname && /^\/[^/]+$/.test(url.pathname)) return percentEncoded(text);
  throw new SettingProblem('must be mysql://user:password@host:3306/database or sqlite:path/to/file');
}

function percentEncoded(text: string): string {
  try {
    decodeURIComponent(text);
  } catch {
    throw new SettingProblem('is not percent-encoded: a % of the password is written %25');
  }
  return text;
}

const KEY_BYTES = 32;

/** Comma list of `[kid:]base64` of 32 bytes each; the first seals, all open. */
export function sealingKeys(text: string): SealingKey[] {
  const keys = items(text).map(sealingKey);
  if (keys.length === 0) throw new SettingProblem('holds no key');
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw new SettingProblem('holds two keys of one name');
  return keys;
}

function sealingKey(item: string, index: number): SealingKey {
  const colon = item.indexOf(':');
  const key = Buffer.from(item.slice(colon + 1), 'base64');
  const canonical = key.toString('base64').replace(/=+$/, '') === item.slice(colon + 1).replace(/=+$/, '');
  if (key.length !== KEY_BYTES || !canonical) {
    throw new SettingProblem(
      `must hold base64 of ${KEY_BYTES} bytes (key ${index + 1}); make one with: openssl rand -base64 32`,
    );
  }
  const kid = colon === -1 ? defaultKid(key) : item.slice(0, colon);
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(kid)) {
    throw new SettingProblem(`names key ${index + 1} with something else than 1 to 32 letters, digits, _ or -`);
  }
  return { kid, key };
}

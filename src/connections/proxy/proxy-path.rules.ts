import { DomainError } from '../../kernel/domain-error.js';

/** What a caller wrote behind `/proxy/`, as it stands in the request line. */
export interface WantedPlace {
  readonly path: string;
  /** Without the `?`; empty for none. */
  readonly query: string;
  /** `host` or `host:port`, where it is not that of the base URL. */
  readonly host?: string;
}

/** The one base URL of a config, and the hosts beside it. */
export interface ProxyBase {
  readonly baseUrl: string;
  readonly allowedHosts: readonly string[];
}

/** Bytes: what a request line of ours can hold at most. */
const MAX_LENGTH = 8192;
/** What a path may hold unencoded (RFC 3986 section 3.3). */
const PATH = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/;
const QUERY = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]|^`{}\\]|%[0-9A-Fa-f]{2})*$/;
/** A dot, slash, backslash or semicolon in disguise, unwrapped once or more often, or in an overlong form of UTF-8. */
const DISGUISED = /%(?:25)*(?:2e|2f|5c|3b|c0|c1)/i;
/** Some servers take what follows a semicolon for a parameter of the segment, and then see dots alone. */
const DOTS = /^\.{1,2}(?:;|$)/;
/** Control characters, which an API that decodes carelessly could take for the end of a line. */
const CONTROL = /%(?:25)*(?:[01][0-9a-f]|7f)/i;

/**
 * Where a call goes: below the base URL, and nowhere else. A path that could be read in two ways is refused, not mended.
 *
 * @throws DomainError `invalid_path`
 */
export function upstreamUrl(base: ProxyBase, wanted: WantedPlace): URL {
  const fault = faultOf(wanted);
  if (fault !== null) throw refused(fault);
  const root = rootOf(base, wanted.host);
  const path = `${folderOf(root)}${wanted.path}`;
  const url = new URL(`${root.origin}${path}${wanted.query === '' ? '' : `?${wanted.query}`}`);
  if (url.origin !== root.origin || url.pathname !== path) throw refused('is not written plainly');
  return url;
}

/** Whether a caller could have asked for that place itself, of which the host is known to be a right one. */
export function isBelow(base: ProxyBase, { host, pathname, search }: URL): boolean {
  const above = folderOf(rootOf(base, host));
  if (!pathname.startsWith(above)) return false;
  return faultOf({ path: pathname.slice(above.length), query: search.slice(1) }) === null;
}

function faultOf({ path, query }: WantedPlace): string | null {
  if (path.length + query.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`;
  if (path.includes('\\')) return 'has a backslash';
  if (!PATH.test(path)) return 'has a character that has to be percent-encoded';
  if (path.startsWith('/') || path.includes('//')) return 'has an empty segment';
  if (path.split('/').some((segment) => DOTS.test(segment))) return 'has a segment of dots';
  if (DISGUISED.test(path)) return 'has an encoded dot, slash, backslash or semicolon';
  if (CONTROL.test(path)) return 'has an encoded control character';
  return QUERY.test(query) ? null : 'has a query with a character that has to be percent-encoded';
}

/** On a host beside that of the base URL, its path means nothing. */
function rootOf({ baseUrl, allowedHosts }: ProxyBase, host: string | undefined): URL {
  const root = new URL(baseUrl);
  if (host === undefined || host === root.host) return root;
  if (!allowedHosts.includes(host)) throw refused('is for a host that is not among the allowed ones');
  return new URL(`${root.protocol}//${host}/`);
}

const folderOf = ({ pathname }: URL): string => `${pathname.replace(/\/$/, '')}/`;

const refused = (fault: string): DomainError =>
  new DomainError('invalid_path', `The path of the call ${fault}.`, { fields: [{ field: 'path', message: fault }] });

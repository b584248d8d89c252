const MAX_LENGTH = 2048;

/** The characters of RFC 3986 section 2, without `#`. */
const URI_CHARACTERS = /^[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]+$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;

/** A browser that is sent to one of these runs or shows what the URI itself holds. */
const DANGEROUS_SCHEMES: ReadonlySet<string> = new Set(['javascript', 'data', 'vbscript', 'file', 'blob', 'about']);
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What an authorization response says itself: a registered query must not say it beforehand. */
const RESPONSE_PARAMETERS = [
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  'response',
  'access_token',
  'id_token',
  'token_type',
  'expires_in',
  'scope',
  'session_state',
];

/**
 * Why a redirect URI cannot be registered; null for one that can (RFC 6749 section 3.1.2, RFC 8252 sections 7 and 8.3,
 * RFC 9700 sections 2.1 and 2.6). It is compared character by character later, so only its plain form is taken.
 */
export function redirectUriFault(uri: string): string | null {
  if (uri.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`;
  if (uri.includes('#')) return 'has a fragment';
  const scheme = SCHEME.exec(uri)?.[1];
  if (scheme === undefined) return 'is not an absolute URI';
  if (DANGEROUS_SCHEMES.has(scheme.toLowerCase())) return 'has a scheme that is not allowed';
  if (!URI_CHARACTERS.test(uri) || !URL.canParse(uri)) return 'is not a URI of printable ASCII characters';
  return schemeFault(uri, scheme) ?? responseFault(new URL(uri));
}

function schemeFault(uri: string, scheme: string): string | null {
  if (scheme === 'https') return webFault(uri, new URL(uri));
  if (scheme === 'http') return webFault(uri, new URL(uri)) ?? loopbackFault(new URL(uri));
  if (scheme !== scheme.toLowerCase()) return 'has a scheme that is not in lower case';
  return scheme.includes('.') ? null : 'has a private-use scheme without a dot';
}

const loopbackFault = (url: URL): string | null =>
  LOOPBACK_HOSTS.has(url.hostname) ? null : 'has the scheme http for a host that is not loopback';

/** A host in any other spelling (upper case, a default port, an address in hexadecimal) would look like one it is not. */
function webFault(uri: string, url: URL): string | null {
  const authority = /^https?:\/\/([^/?]*)/.exec(uri)?.[1];
  if (authority?.includes('@')) return 'has user information';
  if (authority !== url.host) return 'has a host that is not in its plain form';
  if (url.hostname.includes('*')) return 'has a wildcard';
  return pathOf(uri) === url.pathname ? null : 'has a path with dot segments';
}

/** The path as it was written; an absent one is `/`. */
const pathOf = (uri: string): string => /^https?:\/\/[^/?]*([^?]*)/.exec(uri)?.[1] || '/';

const responseFault = (url: URL): string | null =>
  RESPONSE_PARAMETERS.some((name) => url.searchParams.has(name)) ? 'has a query that sets a response parameter' : null;

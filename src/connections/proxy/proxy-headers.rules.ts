import type { IncomingHttpHeaders } from 'node:http';

/** Names in lower case; a header that came more than once has several values. */
export type HeaderLines = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The caller's word for another host than that of the base URL. */
export const HOST_HEADER = 'x-upstream-host';

/** Of one connection alone (RFC 9110 section 7.6.1, RFC 9112 section 9). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
];
/** Ours, of the way to us, or made anew for the next one. */
const NOT_SENT = new Set([
  ...HOP_BY_HOP,
  HOST_HEADER,
  'authorization',
  'cookie',
  'cookie2',
  'host',
  'forwarded',
  'via',
  'x-real-ip',
  'true-client-ip',
  'accept-encoding',
  'content-length',
  // Another method or path than the one that was judged.
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
]);
/** What would speak for our own origin, or to our own caller's browser about it. */
const NOT_ANSWERED = new Set([
  ...HOP_BY_HOP,
  'alt-svc',
  'clear-site-data',
  'content-security-policy',
  'content-security-policy-report-only',
  'nel',
  'proxy-authenticate',
  'public-key-pins',
  'referrer-policy',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'set-cookie',
  'set-cookie2',
  'sourcemap',
  'strict-transport-security',
  'www-authenticate',
  'x-content-type-options',
  'x-frame-options',
  'x-connection-version',
  'x-request-id',
  'x-upstream-status',
  'cache-control',
  'expires',
  'pragma',
  'age',
]);
const PREFIXES_NOT_SENT = ['x-forwarded-', 'proxy-', 'sec-'];
const PREFIXES_NOT_ANSWERED = ['access-control-', 'cross-origin-', 'proxy-'];
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Line breaks and the like would begin a header of their own. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/** The caller's headers as the API gets them; those that are put in win over the caller's. */
export function sentHeaders(
  headers: IncomingHttpHeaders,
  injected: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = namedByConnection(headers.connection);
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || isOneOf(name, NOT_SENT, PREFIXES_NOT_SENT) || named.has(name)
      ? []
      : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  const put = Object.entries(injected).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries([...kept, ...put].filter(([name, value]) => isSendable(name, value)));
}

/** The API's headers as the caller gets them; none that holds the credential, wherever the API has put it. */
export function answeredHeaders(headers: HeaderLines, credential: string): Record<string, string | string[]> {
  const named = namedByConnection(textOf(headers['connection']));
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    const isKept = value !== undefined && !isOneOf(name, NOT_ANSWERED, PREFIXES_NOT_ANSWERED) && !named.has(name);
    if (!isKept || holds(value, credential)) return [];
    return [[name, typeof value === 'string' ? value : [...value]] as const];
  });
  return Object.fromEntries(kept);
}

const isOneOf = (name: string, names: ReadonlySet<string>, prefixes: readonly string[]): boolean =>
  names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));

const isSendable = (name: string, value: string): boolean => NAME.test(name) && !CONTROL.test(value);

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? value : value.join(',');

/** Headers that a sender has declared to be of its connection alone. */
const namedByConnection = (connection: string | undefined): ReadonlySet<string> =>
  new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()));

/** As it is, or percent-encoded as a redirect would repeat it. */
function holds(value: string | readonly string[], credential: string): boolean {
  const text = textOf(value) as string;
  return credential !== '' && (text.includes(credential) || text.includes(encodeURIComponent(credential)));
}

import type { IncomingHttpHeaders } from 'node:http';

/** Where a call went. `api` is everything below `/api/`. */
export type Endpoint = 'authorize' | 'token' | 'revoke' | 'introspect' | 'account' | 'api';

/** A call as it came in, whatever it was answered. */
export interface ProviderCall {
  readonly endpoint: Endpoint;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The parameters that a call brings: of the form, of the top level of the JSON, or without a body of the query. */
export function fieldsOf({ url, headers, body }: ProviderCall): Record<string, string> {
  if (body.length === 0) return Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  const text = body.toString();
  if (!isJson(headers)) return Object.fromEntries(new URLSearchParams(text));
  const tree = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, String(value)]));
}

export const isJson = (headers: IncomingHttpHeaders): boolean => /\bjson\b/.test(headers['content-type'] ?? '');

interface ClientProof {
  readonly clientId: string;
  readonly secret: string;
  readonly by: 'basic' | 'body';
}

/** How the client of a call says who it is; null when it does not. */
export function clientOf(call: ProviderCall): ClientProof | null {
  const [scheme, encoded = ''] = (call.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'basic') {
    const pair = Buffer.from(encoded, 'base64').toString();
    const colon = pair.indexOf(':');
    return { clientId: pair.slice(0, colon), secret: pair.slice(colon + 1), by: 'basic' };
  }
  const { client_id: clientId, client_secret: secret = '' } = fieldsOf(call);
  return clientId === undefined ? null : { clientId, secret, by: 'body' };
}

/** The access token of a call of the API: of the usual header, of one with a name of its own, or of the query. */
export function credentialOf({ headers, url }: ProviderCall): string {
  const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
  if (/^(bearer|token)$/i.test(scheme ?? '')) return token;
  const own = headers['x-access-token'];
  if (typeof own === 'string') return own;
  return new URL(url, 'http://localhost').searchParams.get('access_token') ?? '';
}

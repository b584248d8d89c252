import type { ProviderClientAuth } from '../configs/config.types.js';
import type { Variables } from '../templates/template.js';

/** How our client shows a provider that it is itself (RFC 6749 section 2.3.1), within the body. */
export function clientFields(auth: ProviderClientAuth, variables: Variables): Record<string, string> {
  const id = variables.get('client_id');
  if (id === undefined || auth.startsWith('basic')) return {};
  const secret = auth === 'body' ? variables.get('client_secret') : undefined;
  return { client_id: id, ...(secret !== undefined && { client_secret: secret }) };
}

/** The same as a header; null without a client id and its secret. */
export function basicOf(auth: ProviderClientAuth, variables: Variables): string | null {
  const [id, secret] = [variables.get('client_id'), variables.get('client_secret')];
  if (id === undefined || secret === undefined) return null;
  const pair = auth === 'basic_rfc6749' ? [id, secret].map(formEncoded) : [id, secret];
  return `Basic ${Buffer.from(pair.join(':')).toString('base64')}`;
}

const formEncoded = (text: string): string => new URLSearchParams({ v: text }).toString().slice('v='.length);

import { idFromBytes, idToBytes } from '../kernel/ids.js';
import type { Client } from './client.types.js';

/** A row of `clients` as the database gives it: lists are JSON text, flags 0 or 1, ids bytes. */
export type ClientRow = Record<string, unknown>;

const JSON_COLUMNS = [
  'grantTypes',
  'scopes',
  'defaultScopes',
  'redirectUris',
  'tokenEndpointAuthMethods',
  'audience',
  'resources',
  'postLogoutRedirectUris',
  'requestUris',
  'jwks',
  'defaultAcrValues',
  'contacts',
  'secrets',
] as const;
const FLAG_COLUMNS = [
  'requirePkce',
  'acceptsJson',
  'refreshWithoutAuthentication',
  'backchannelLogoutSessionRequired',
  'requireAuthTime',
  'enabled',
] as const;

/** Frozen: one copy serves every request until the row changes. */
export function toClient(row: ClientRow): Client {
  const client: Record<string, unknown> = { ...row, id: idFromBytes(row['id'] as Buffer) };
  delete client['realmId'];
  delete client['usedAt'];
  for (const name of JSON_COLUMNS) client[name] = parsed(row[name] as string | null);
  for (const name of FLAG_COLUMNS) client[name] = Boolean(row[name]);
  return Object.freeze(client) as unknown as Client;
}

const parsed = (text: string | null): unknown => (text === null ? null : Object.freeze(JSON.parse(text)));

/** The columns of a client, or of some changes to one. */
export function toColumns(client: Partial<Client>): ClientRow {
  const row: ClientRow = { ...client };
  if (client.id !== undefined) row['id'] = idToBytes(client.id);
  for (const name of JSON_COLUMNS)
    if (name in client) row[name] = client[name] === null ? null : JSON.stringify(client[name]);
  for (const name of FLAG_COLUMNS) if (name in client) row[name] = client[name] ? 1 : 0;
  return row;
}

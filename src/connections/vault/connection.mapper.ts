import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { Row } from '../../database/statements.js';
import { fitting } from './column-bounds.js';
import type { ConnectionEntity } from './connection.entity.js';
import {
  ownerKeyOf,
  ownerOf,
  userIdOf,
  type Connection,
  type ConnectionHealth,
  type ConnectionStatus,
} from './connection.types.js';

/** What statements select of a connection. */
export const CONNECTION_COLUMNS = [
  'id',
  'realmId',
  'configId',
  'configVersion',
  'userId',
  'slot',
  'label',
  'upstreamAccountId',
  'upstreamLabel',
  'status',
  'statusReason',
  'health',
  'grantedScopes',
  'missingScopes',
  'params',
  'meta',
  'accessExpiresAt',
  'refreshExpiresAt',
  'lastRefreshedAt',
  'lastVerifiedAt',
  'lastUsedAt',
  'failCount',
  'nextAttemptAt',
  'createdBy',
  'createdAt',
] as const;

type Column = (typeof CONNECTION_COLUMNS)[number];
const IDS: readonly Column[] = ['id', 'realmId', 'configId', 'userId'];
const JSONS: readonly Column[] = ['grantedScopes', 'missingScopes', 'params', 'meta'];
const TIMES: readonly Column[] = [
  'accessExpiresAt',
  'refreshExpiresAt',
  'lastRefreshedAt',
  'lastVerifiedAt',
  'lastUsedAt',
  'nextAttemptAt',
  'createdAt',
];

/** As a statement gave it: ids are bytes, JSON is text, and MySQL may give times as text. */
export type ConnectionRow = Readonly<Record<Column, unknown>>;

export function fromConnectionRow(row: ConnectionRow): Connection {
  const fields: Record<string, unknown> = { ...row };
  for (const name of IDS) fields[name] = row[name] === null ? null : idFromBytes(row[name] as Buffer);
  for (const name of JSONS) fields[name] = JSON.parse(row[name] as string);
  for (const name of TIMES) fields[name] = row[name] === null ? null : Number(row[name]);
  return fromConnectionEntity(fields as unknown as ConnectionEntity);
}

export const fromConnectionEntity = (row: ConnectionEntity): Connection => ({
  id: row.id,
  realmId: row.realmId,
  configId: row.configId,
  configVersion: row.configVersion,
  owner: ownerOf(row.userId),
  slot: row.slot,
  label: row.label,
  upstreamAccountId: row.upstreamAccountId,
  upstreamLabel: row.upstreamLabel,
  status: row.status as ConnectionStatus,
  statusReason: row.statusReason,
  health: row.health as ConnectionHealth,
  grantedScopes: row.grantedScopes,
  missingScopes: row.missingScopes,
  params: row.params,
  meta: row.meta,
  accessExpiresAt: row.accessExpiresAt,
  refreshExpiresAt: row.refreshExpiresAt,
  lastRefreshedAt: row.lastRefreshedAt,
  lastVerifiedAt: row.lastVerifiedAt,
  lastUsedAt: row.lastUsedAt,
  failCount: row.failCount,
  nextAttemptAt: row.nextAttemptAt,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
});

/** What of a connection is ever changed, or written with it. */
export type ConnectionChanges = Partial<
  Omit<Connection, 'id' | 'realmId' | 'configId' | 'owner' | 'slot' | 'createdBy' | 'createdAt'>
>;

export const toChangedColumns = (changes: ConnectionChanges): Row =>
  Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      JSONS.includes(name as Column) ? JSON.stringify(fittingIn(value as object)) : value,
    ]),
  );

const fittingIn = (value: object): object =>
  Array.isArray(value) ? fitting(value as unknown[]) : Object.fromEntries(fitting(Object.entries(value)));

export function toConnectionColumns({ owner, ...connection }: Connection): Row {
  const userId = userIdOf(owner);
  return {
    ...toChangedColumns(connection),
    id: idToBytes(connection.id),
    realmId: idToBytes(connection.realmId),
    configId: idToBytes(connection.configId),
    userId: userId === null ? null : idToBytes(userId),
    ownerKey: ownerKeyOf(owner),
    deletedAt: null,
    live: 1,
  };
}

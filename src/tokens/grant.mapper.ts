import type { TableRow } from '../database/group-commit.js';
import type { RealmRef } from '../database/realm-ref.js';
import { hexOrNull } from '../database/statements.js';
import { idFromHex, idToBytes } from '../kernel/ids.js';
import { formatScope } from '../protocol/scope.js';
import type { GrantEntity } from './grant.entity.js';
import type { Grant, GrantPolicy } from './grant.types.js';
import { listText, storedList } from './stored-list.js';
import { storedObject } from './stored-object.js';
import { storedScope } from './stored-scope.js';

/** A row of `grants` as it is read: ids as hexadecimal digits. */
export interface GrantRow {
  readonly id: string;
  readonly realmId: string;
  readonly clientId: string;
  readonly userId: string | null;
  readonly scope: string;
  /** JSON text, as `policy` and `attributes`. */
  readonly resources: string;
  readonly sessionId: string | null;
  readonly generation: number;
  readonly policy: string | null;
  readonly attributes: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

type Identifier = 'id' | 'realmId' | 'clientId' | 'userId' | 'sessionId';

/** The same as it is written: ids as bytes. */
type WrittenGrantRow = Omit<GrantRow, Identifier> &
  Readonly<Record<Identifier, Buffer | null>> & { readonly generationAt: number };

/** The row of a new grant, for whoever commits it. */
export const toGrantRow = (realm: RealmRef, grant: Grant): TableRow => ({
  table: 'grants',
  row: {
    id: idToBytes(grant.id),
    realmId: idToBytes(realm.id),
    clientId: idToBytes(grant.clientId),
    userId: bytesOrNull(grant.userId),
    scope: formatScope(grant.scope) ?? '',
    resources: listText(grant.resources),
    sessionId: bytesOrNull(grant.sessionId),
    generation: grant.generation,
    generationAt: grant.createdAt,
    policy: jsonOrNull(grant.policy),
    attributes: jsonOrNull(grant.attributes),
    createdAt: grant.createdAt,
    expiresAt: grant.expiresAt,
    revokedAt: null,
  } satisfies WrittenGrantRow,
});

export const fromGrantRow = (row: Omit<GrantRow, 'realmId'>): Grant => ({
  id: idFromHex(row.id),
  clientId: idFromHex(row.clientId),
  userId: row.userId && idFromHex(row.userId),
  scope: storedScope(row.scope),
  resources: storedList(row.resources),
  sessionId: row.sessionId && idFromHex(row.sessionId),
  generation: row.generation,
  policy: storedObject<GrantPolicy>(row.policy),
  attributes: storedObject<Grant['attributes']>(row.attributes),
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
  revokedAt: row.revokedAt === null ? null : Number(row.revokedAt),
});

/** The columns of a grant in a row of something else: nulls where there is none. Its id is known from there. */
export interface GrantColumns {
  readonly ofClient: string | null;
  readonly ofUser: string | null;
  readonly granted: string;
  readonly resources: string;
  readonly sessionId: string | null;
  readonly atGeneration: number;
  readonly policy: string | null;
  readonly attributes: string | null;
  readonly createdAt: number;
  readonly grantEnd: number;
  readonly revokedAt: number | null;
}

/** Of the table `g` that is joined: named so that they meet no column of what they stand beside. */
export const GRANT_COLUMNS =
  `${hexOrNull('g.clientId', 'ofClient')}, ${hexOrNull('g.userId', 'ofUser')}, ${hexOrNull('g.sessionId', 'sessionId')}, ` +
  'g.scope AS granted, g.resources AS resources, g.generation AS atGeneration, g.policy AS policy, ' +
  'g.attributes AS attributes, g.createdAt AS createdAt, g.expiresAt AS grantEnd, g.revokedAt AS revokedAt';

/** Null where the columns are those of no grant. */
export function fromGrantColumns(id: string, row: GrantColumns): Grant | null {
  if (row.ofClient === null) return null;
  return fromGrantRow({
    id,
    clientId: row.ofClient,
    userId: row.ofUser,
    scope: row.granted,
    resources: row.resources,
    sessionId: row.sessionId,
    generation: row.atGeneration,
    policy: row.policy,
    attributes: row.attributes,
    createdAt: row.createdAt,
    expiresAt: row.grantEnd,
    revokedAt: row.revokedAt,
  });
}

export const fromGrantEntity = (entity: GrantEntity): Grant => ({
  id: entity.id,
  clientId: entity.clientId,
  userId: entity.userId,
  scope: storedScope(entity.scope),
  resources: entity.resources,
  sessionId: entity.sessionId,
  generation: entity.generation,
  policy: entity.policy ?? {},
  attributes: entity.attributes ?? {},
  createdAt: entity.createdAt,
  expiresAt: entity.expiresAt,
  revokedAt: entity.revokedAt,
});

const bytesOrNull = (id: string | null): Buffer | null => (id === null ? null : idToBytes(id));

export const jsonOrNull = (value: object): string | null =>
  Object.keys(value).length === 0 ? null : JSON.stringify(value);

import type { TableRow } from '../database/group-commit.js';
import type { RealmRef } from '../database/realm-ref.js';
import { idFromHex, idToBytes } from '../kernel/ids.js';
import { formatScope } from '../protocol/scope.js';
import { fromGrantColumns, type GrantColumns } from './grant.mapper.js';
import { listText, storedList } from './stored-list.js';
import { storedScope } from './stored-scope.js';
import type { FoundToken, StoredToken, TokenKind } from './token.types.js';

interface TokenRow {
  readonly hash: Buffer;
  readonly realmId: Buffer;
  readonly kind: TokenKind;
  readonly grantId: Buffer | null;
  readonly clientId: Buffer;
  readonly scope: string;
  /** JSON text. */
  readonly audience: string;
  readonly generation: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly consumedAt: number | null;
}

type Identifier = 'hash' | 'realmId' | 'grantId' | 'clientId';

/** A row of `tokens` beside that of its grant, if there is one, as it is read: bytes as hexadecimal digits. */
export type FoundTokenRow = Omit<TokenRow, Identifier> &
  GrantColumns & {
    readonly hash: string;
    readonly realmId: string;
    readonly grantId: string | null;
    readonly clientId: string;
  };

/** The row of a new handle, for whoever commits it. */
export const toTokenRow = (realm: RealmRef, token: Omit<StoredToken, 'consumedAt'>): TableRow => ({
  table: 'tokens',
  row: {
    hash: token.hash,
    realmId: idToBytes(realm.id),
    kind: token.kind,
    grantId: token.grantId === null ? null : idToBytes(token.grantId),
    clientId: idToBytes(token.clientId),
    scope: formatScope(token.scope) ?? '',
    audience: listText(token.audience),
    generation: token.generation,
    issuedAt: token.issuedAt,
    expiresAt: token.expiresAt,
    consumedAt: null,
    claim: null,
  } satisfies TokenRow & { claim: null },
});

export const fromTokenRow = (row: FoundTokenRow): FoundToken => ({
  hash: Buffer.from(row.hash, 'hex'),
  kind: row.kind,
  grantId: row.grantId && idFromHex(row.grantId),
  clientId: idFromHex(row.clientId),
  scope: storedScope(row.scope),
  audience: storedList(row.audience),
  generation: row.generation,
  issuedAt: Number(row.issuedAt),
  expiresAt: Number(row.expiresAt),
  consumedAt: row.consumedAt === null ? null : Number(row.consumedAt),
  grant: row.grantId === null ? null : fromGrantColumns(row.grantId, row),
});

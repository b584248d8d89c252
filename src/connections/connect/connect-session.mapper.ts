import type { RealmRef } from '../../database/realm-ref.js';
import type { Row } from '../../database/statements.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { ConnectSession, ConnectSessionStatus, ConnectStarter, ConnectState } from './connect-session.types.js';

export interface ConnectSessionRow {
  readonly id: Buffer;
  readonly configId: Buffer;
  readonly configVersion: number;
  readonly userId: Buffer | null;
  readonly ownerKey: string;
  readonly slot: string;
  readonly subjectLabel: string | null;
  readonly connectionId: Buffer | null;
  readonly createdVia: ConnectStarter;
  readonly startedBy: string;
  readonly returnUrl: string | null;
  readonly errorUrl: string | null;
  readonly completionChallenge: string | null;
  /** JSON text. */
  readonly params: string;
  readonly sealedTokens: string | null;
  readonly status: ConnectSessionStatus;
  readonly failureCode: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface ConnectStateRow {
  readonly hash: Buffer;
  readonly sessionId: Buffer;
  readonly configId: Buffer;
  readonly userId: Buffer | null;
  readonly browserHash: Buffer;
  readonly userSessionId: Buffer | null;
  readonly sealedRoute: string;
  readonly redirectUri: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

export const CONNECT_SESSION_COLUMNS =
  'id, configId, configVersion, userId, ownerKey, slot, subjectLabel, connectionId, createdVia, startedBy, returnUrl, ' +
  'errorUrl, completionChallenge, params, sealedTokens, status, failureCode, createdAt, expiresAt';

export const CONNECT_STATE_COLUMNS =
  'hash, sessionId, configId, userId, browserHash, userSessionId, sealedRoute, redirectUri, createdAt, expiresAt, usedAt';

const bytesOrNull = (id: string | null): Buffer | null => (id === null ? null : idToBytes(id));
const idOrNull = (bytes: Buffer | null): string | null => bytes && idFromBytes(bytes);

export const toConnectSessionRow = (realm: RealmRef, session: ConnectSession, tokenHash: Buffer): Row => ({
  ...session,
  id: idToBytes(session.id),
  realmId: idToBytes(realm.id),
  tokenHash,
  configId: idToBytes(session.configId),
  userId: bytesOrNull(session.userId),
  connectionId: bytesOrNull(session.connectionId),
  params: JSON.stringify(session.params),
});

export const fromConnectSessionRow = (row: ConnectSessionRow): ConnectSession => ({
  ...row,
  id: idFromBytes(row.id),
  configId: idFromBytes(row.configId),
  userId: idOrNull(row.userId),
  connectionId: idOrNull(row.connectionId),
  params: JSON.parse(row.params) as Record<string, string>,
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
});

export const toConnectStateRow = (realm: RealmRef, state: ConnectState): Row => ({
  ...state,
  realmId: idToBytes(realm.id),
  sessionId: idToBytes(state.sessionId),
  configId: idToBytes(state.configId),
  userId: bytesOrNull(state.userId),
  userSessionId: bytesOrNull(state.userSessionId),
  parkedHash: null,
  sealedParameters: null,
  parkedUntil: null,
});

export const fromConnectStateRow = (row: ConnectStateRow): ConnectState => ({
  ...row,
  sessionId: idFromBytes(row.sessionId),
  configId: idFromBytes(row.configId),
  userId: idOrNull(row.userId),
  userSessionId: idOrNull(row.userSessionId),
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
  usedAt: row.usedAt === null ? null : Number(row.usedAt),
});

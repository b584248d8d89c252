import type { RealmRef } from '../../database/realm-ref.js';
import type { Row } from '../../database/statements.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import { formatScope } from '../../protocol/scope.js';
import { storedScope } from '../../tokens/stored-scope.js';
import type { DeviceCode, DeviceDecision, UserAuthentication } from './device-code.types.js';

export interface DeviceCodeRow {
  readonly hash: Buffer;
  readonly clientId: Buffer;
  readonly scope: string;
  /** JSON text, as `authentication`. */
  readonly resources: string;
  readonly decision: DeviceDecision | null;
  readonly userId: Buffer | null;
  readonly sessionId: Buffer | null;
  readonly authentication: string | null;
  readonly decidedAt: number | null;
  readonly pollSeconds: number;
  readonly polledAt: number | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly consumedAt: number | null;
}

export const DEVICE_CODE_COLUMNS =
  'hash, clientId, scope, resources, decision, userId, sessionId, authentication, decidedAt, pollSeconds, polledAt, createdAt, expiresAt, consumedAt';

/** The row of a code about which nobody has decided. */
export const toDeviceCodeRow = (realm: RealmRef, code: DeviceCode, userCodeHash: Buffer): Row => ({
  ...code,
  realmId: idToBytes(realm.id),
  userCodeHash,
  clientId: idToBytes(code.clientId),
  scope: formatScope(code.scope) ?? '',
  resources: JSON.stringify(code.resources),
  userId: null,
  sessionId: null,
  authentication: null,
});

export const fromDeviceCodeRow = (row: DeviceCodeRow): DeviceCode => ({
  hash: row.hash,
  clientId: idFromBytes(row.clientId),
  scope: storedScope(row.scope),
  resources: JSON.parse(row.resources) as string[],
  decision: row.decision,
  userId: row.userId && idFromBytes(row.userId),
  sessionId: row.sessionId && idFromBytes(row.sessionId),
  authentication: row.authentication === null ? null : (JSON.parse(row.authentication) as UserAuthentication),
  decidedAt: timeOrNull(row.decidedAt),
  pollSeconds: row.pollSeconds,
  polledAt: timeOrNull(row.polledAt),
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
  consumedAt: timeOrNull(row.consumedAt),
});

const timeOrNull = (time: number | null): number | null => (time === null ? null : Number(time));

import type { ConnectionApp } from '../apps/app.types.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { ConnectSession } from '../connect/connect-session.types.js';
import type { Connection } from '../vault/connection.types.js';
import type { ConnectSessionDto } from './connect-session.dto.js';
import type { ConnectableDto, OwnConnectionDto } from './connection.dto.js';

export const textOf = (time: number): string => new Date(time).toISOString();

export const toOwnConnectionDto = (connection: Connection, app: string): OwnConnectionDto => ({
  id: connection.id,
  config: connection.configId,
  app,
  level: connection.owner.kind,
  slot: connection.slot,
  label: connection.label,
  account: connection.upstreamLabel ?? connection.upstreamAccountId,
  status: connection.status,
  statusReason: connection.statusReason,
  health: connection.health,
  grantedScopes: connection.grantedScopes,
  missingScopes: connection.missingScopes,
  lastVerifiedAt: connection.lastVerifiedAt === null ? null : textOf(connection.lastVerifiedAt),
  createdAt: textOf(connection.createdAt),
});

export const toConnectableDto = (app: ConnectionApp, config: ConnectionConfig): ConnectableDto => ({
  config: config.id,
  name: config.name,
  app: app.name,
  description: app.description,
  level: config.connectionLevel,
  scopes: config.scopes,
});

/** One that waits for nobody any more has expired, whatever its row says. */
export function toConnectSessionDto(session: ConnectSession, now: number): ConnectSessionDto {
  const { id, status, failureCode, connectionId, expiresAt } = session;
  const isOver = status !== 'completed' && status !== 'failed' && expiresAt <= now;
  return {
    sessionId: id,
    status: isOver ? 'expired' : status,
    failureCode,
    connectionId: status === 'completed' ? connectionId : null,
    expiresAt: textOf(expiresAt),
  };
}

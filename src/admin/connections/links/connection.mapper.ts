import type { RecordedConnectionEvent } from '../../../connections/events/connection-event.types.js';
import type { Connection, ConnectionFilter, ImportedTokens } from '../../../connections/vault/connection.types.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { isId } from '../../../kernel/ids.js';
import { toText, toTextOrNull, toTime } from '../../conventions/times.js';
import type { ConnectionDto, ConnectionEventDto, ConnectionQueryDto, NewConnectionDto } from './connection.dto.js';
import { without } from '../../../kernel/without.js';

export const toConnectionDto = (connection: Connection): ConnectionDto => ({
  ...without(connection, 'realmId'),
  owner: { ...connection.owner },
  grantedScopes: [...connection.grantedScopes],
  missingScopes: [...connection.missingScopes],
  params: { ...connection.params },
  meta: { ...connection.meta },
  accessExpiresAt: toTextOrNull(connection.accessExpiresAt),
  refreshExpiresAt: toTextOrNull(connection.refreshExpiresAt),
  lastRefreshedAt: toTextOrNull(connection.lastRefreshedAt),
  lastVerifiedAt: toTextOrNull(connection.lastVerifiedAt),
  lastUsedAt: toTextOrNull(connection.lastUsedAt),
  nextAttemptAt: toTextOrNull(connection.nextAttemptAt),
  createdAt: toText(connection.createdAt),
});

export const toEventDto = ({ id, type, detail, at }: RecordedConnectionEvent): ConnectionEventDto => ({
  id,
  type,
  detail: { ...detail },
  at: toText(at),
});

/** @throws DomainError `invalid` for what is no id. */
export function toFilter({ config, owner, status, account }: ConnectionQueryDto): ConnectionFilter {
  if (config !== undefined && !isId(config)) throw DomainError.invalid('config', 'is not the id of a config');
  return { configId: config, owner: ownerOf(owner), status, account };
}

function ownerOf(owner: string | undefined): ConnectionFilter['owner'] {
  if (owner === undefined) return undefined;
  if (owner === 'realm') return { kind: 'realm' };
  if (isId(owner)) return { kind: 'user', userId: owner };
  throw DomainError.invalid('owner', 'is neither realm nor the id of a user');
}

const timeOf = (text: string | undefined, field: string): number | undefined =>
  text === undefined ? undefined : toTime(text, field);

export const toImportedTokens = (body: NewConnectionDto): ImportedTokens => ({
  accessToken: body.accessToken,
  refreshToken: body.refreshToken,
  expiresAt: timeOf(body.expiresAt, 'expiresAt'),
  refreshExpiresAt: timeOf(body.refreshExpiresAt, 'refreshExpiresAt'),
  scopes: body.scopes,
  accountId: body.accountId,
  accountLabel: body.accountLabel,
});

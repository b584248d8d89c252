import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../../users/user.types.js';
import { ConnectionTokens } from '../vault/connection-tokens.service.js';
import { ConnectionsService } from '../vault/connections.service.js';
import type { FreshToken } from '../vault/token.types.js';
import type { UsableConnection } from './connection-access.service.js';
import { ProxyRates } from './proxy-rates.service.js';
import { mayBeReleased } from './token-release.rules.js';

/** Who is given a token. */
export interface Recipient {
  readonly client: Client;
  /** Whose request it is; null for a service that asks for itself. */
  readonly user: User | null;
  readonly request: RequestInfo;
  /** A service shows the token of a user and asks for itself, by the grant that it has for that (RFC 8693). */
  readonly byExchange?: true;
}

/** Hands out access tokens of connections whose config allows it. Never a refresh token. */
@Injectable()
export class TokenReleases {
  constructor(
    private readonly tokens: ConnectionTokens,
    private readonly connections: ConnectionsService,
    private readonly rates: ProxyRates,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `token_release_denied`, `rate_limited`, `reauth_required`, `refresh_in_progress`, `provider_error` ... */
  async release(realm: Realm, usable: UsableConnection, recipient: Recipient, minTtlSeconds = 0): Promise<FreshToken> {
    const { connection, config } = usable;
    const asker = { userId: recipient.byExchange ? null : (recipient.user?.id ?? null) };
    if (!mayBeReleased(config.tokenRelease, asker, connection.owner)) {
      await this.record(realm, usable, recipient, 'failure');
      throw new DomainError('token_release_denied', 'The config does not let tokens out: call through the proxy.');
    }
    await this.rates.take(realm, connection.id);
    const token = await this.tokens.fresh(realm, connection, { minTtlSeconds });
    await this.record(realm, usable, recipient, 'success');
    await this.connections.used(realm, connection, this.clock.now());
    return token;
  }

  private record(
    realm: Realm,
    { connection }: UsableConnection,
    { client, user, request, byExchange }: Recipient,
    outcome: 'success' | 'failure',
  ): Promise<void> {
    return this.audit.record(realm, {
      type: AUDIT_EVENTS.connectionTokenReleased,
      outcome,
      clientId: client.clientId,
      userId: user?.id ?? null,
      address: request.address,
      requestId: request.id,
      detail: { connection: connection.id, by: byExchange ? 'exchange' : 'request' },
    });
  }
}

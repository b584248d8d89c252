import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { HeldConnection, Lease } from './connection-secrets.repository.js';
import { ConnectionVariables } from './connection-variables.service.js';
import { ProviderCalls } from './provider-calls.service.js';
import { ProviderError } from './provider.types.js';
import { RefreshLeases } from './refresh-leases.service.js';
import type { TokenSet } from './token.types.js';
import { TokenSealing, type OpenedSecret } from './token-sealing.service.js';

/** A refresh token that was spent by a request whose answer never came. */
export const LOST_RESPONSE = 'lost_response';

/** Tokens that a provider gave, beside those that it was shown. */
export interface Renewal {
  readonly tokens: TokenSet;
  readonly before: OpenedSecret;
}

/** Asks the provider for new tokens: once, and once more when it may have heard and nobody knows what it said. */
@Injectable()
export class RefreshAttempts {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly variables: ConnectionVariables,
    private readonly sealing: TokenSealing,
    private readonly leases: RefreshLeases,
  ) {}

  /** @returns what asks, outside of any transaction; throws a ProviderError. */
  async prepare(
    realm: RealmRef,
    config: ConnectionConfig,
    held: HeldConnection,
    lease: Lease,
  ): Promise<() => Promise<Renewal>> {
    const before = await this.sealing.open(realm, held.secret);
    const variables = await this.variables.of(realm, config, held.connection);
    const call = (): Promise<TokenSet> =>
      config.grantType === 'client_credentials'
        ? this.calls.clientCredentials(realm, config, variables)
        : this.calls.refresh(realm, config, { ...before, variables });
    return async () => ({ tokens: await this.twiceAtMost(call, lease), before });
  }

  private async twiceAtMost(call: () => Promise<TokenSet>, lease: Lease): Promise<TokenSet> {
    try {
      return await call();
    } catch (error) {
      const isOpen = error instanceof ProviderError && error.more.mayHaveHappened === true;
      if (!isOpen || !this.leases.hasRoom(lease)) throw error;
    }
    return call().catch((error: unknown) => {
      const isSpent = error instanceof ProviderError && error.failure === 'terminal';
      throw isSpent ? new ProviderError('terminal', LOST_RESPONSE, error.more, error) : error;
    });
  }
}

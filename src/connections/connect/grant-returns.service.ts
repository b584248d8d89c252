import { Injectable, Logger } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { ProviderCalls } from '../vault/provider-calls.service.js';
import type { ConnectSession, HeldGrant } from './connect-session.types.js';
import { ConnectVariables } from './connect-variables.service.js';

/** Tells the provider of tokens that came to nothing, as far as that is possible: nobody waits for it. */
@Injectable()
export class GrantReturns {
  private readonly logger = new Logger(GrantReturns.name);

  constructor(
    private readonly calls: ProviderCalls,
    private readonly connections: ConnectionsService,
    private readonly variables: ConnectVariables,
  ) {}

  /** Outside of transactions. Never throws: what cannot be returned ends by itself. */
  async giveBack(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    { tokens, inputs }: HeldGrant,
  ): Promise<void> {
    if (!config.revoke) return;
    try {
      if (await this.mayBeShared(realm, config, tokens.accountId)) return;
      const variables = await this.variables.of(realm, config, session, inputs);
      const { accessToken, refreshToken } = tokens;
      await this.calls.revoke(realm, config, { accessToken, refreshToken, variables });
    } catch (error) {
      const cause = error instanceof Error ? error.name : 'unknown';
      this.logger.warn(`Tokens of session ${session.id} could not be given back (${cause})`);
    }
  }

  /** Providers end all that an account has given to a client at once: a connection that lives by it would die too. */
  private async mayBeShared(realm: RealmRef, { id }: ConnectionConfig, account: string | null): Promise<boolean> {
    if (account === null) return (await this.connections.countByConfig(realm, id)) > 0;
    return (await this.connections.list(realm, { configId: id, account }, { limit: 1 })).items.length > 0;
  }
}

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { isStorageFault } from '../../database/storage-fault.js';
import { untilStored } from '../../database/storage-patience.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { ProviderCalls } from '../vault/provider-calls.service.js';
import type { ConnectSession, TakenGrant } from './connect-session.types.js';
import { ConnectVariables } from './connect-variables.service.js';

/** For a database without which nobody can say whether another connection lives by the same grant. */
const PATIENCE = { ms: 5 * 60_000, pauseMs: 1000 };

/** Tells the provider of tokens that came to nothing, as far as that is possible. */
@Injectable()
export class GrantReturns implements OnApplicationShutdown {
  private readonly logger = new Logger(GrantReturns.name);
  private readonly ending = new AbortController();

  constructor(
    private readonly calls: ProviderCalls,
    private readonly connections: ConnectionsService,
    private readonly variables: ConnectVariables,
  ) {}

  /**
   * Outside of transactions. Never throws: what cannot be returned ends by itself. While the database cannot serve, it is
   * put off, and nobody waits for it.
   */
  async giveBack(realm: RealmRef, config: ConnectionConfig, session: ConnectSession, grant: TakenGrant): Promise<void> {
    if (!config.revoke) return;
    const work = (): Promise<void> => this.revoke(realm, config, session, grant);
    const failed = (error: unknown): void => this.warn(session, error);
    await work().catch((error: unknown) => {
      if (!isStorageFault(error)) return failed(error);
      void untilStored(work, { ...PATIENCE, signal: this.ending.signal }).catch(failed);
    });
  }

  onApplicationShutdown(): void {
    this.ending.abort();
  }

  private async revoke(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    { tokens: { accountId, accessToken, refreshToken }, inputs }: TakenGrant,
  ): Promise<void> {
    if (await this.mayBeShared(realm, config, accountId)) return;
    const variables = await this.variables.of(realm, config, session, inputs);
    await this.calls.revoke(realm, config, { accessToken, refreshToken, hosts: inputs.hosts, variables });
  }

  private warn({ id }: ConnectSession, error: unknown): void {
    const cause = error instanceof Error ? error.name : 'unknown';
    this.logger.warn(`Tokens of session ${id} could not be given back (${cause})`);
  }

  /** Providers end all that an account has given to a client at once: a connection that lives by it would die too. */
  private async mayBeShared(realm: RealmRef, { id }: ConnectionConfig, account: string | null): Promise<boolean> {
    if (account === null) return (await this.connections.countByConfig(realm, id)) > 0;
    return (await this.connections.list(realm, { configId: id, account }, { limit: 1 })).items.length > 0;
  }
}

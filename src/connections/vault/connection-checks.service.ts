import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { ConnectionTokens } from './connection-tokens.service.js';
import type { Connection } from './connection.types.js';
import { HeldConnections } from './held-connections.service.js';
import { ProviderError, type ProbedAccount } from './provider.types.js';
import { TokenChecks } from './token-checks.service.js';
import { refusalOf } from './vault-refusals.js';

/** Whether a connection still works, found out by using it. */
@Injectable()
export class ConnectionChecks {
  constructor(
    private readonly tokens: ConnectionTokens,
    private readonly held: HeldConnections,
    private readonly checks: TokenChecks,
  ) {}

  /** Calls what the config names for it, with a fresh token. @throws DomainError as {@link ConnectionTokens.fresh} does */
  async test(realm: RealmRef, { id }: Pick<Connection, 'id'>): Promise<ProbedAccount> {
    await this.tokens.fresh(realm, { id });
    const held = await this.held.usable(realm, id);
    try {
      const config = await this.held.configOf(realm, held);
      const account = await this.checks.probe(realm, config, held);
      if (config.testRequest !== null) await this.tokens.accepted(realm, held.connection, held.secret);
      return account;
    } catch (error) {
      throw error instanceof ProviderError ? refusalOf(error) : error;
    }
  }
}

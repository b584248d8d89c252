import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConnectionSecretsRepository, type HeldConnection } from './connection-secrets.repository.js';
import { ConnectionVariables } from './connection-variables.service.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ProviderCalls } from './provider-calls.service.js';
import { ProviderError, type HeldTokens, type IntrospectedToken, type ProbedAccount } from './provider.types.js';
import { TokenSealing } from './token-sealing.service.js';

/** What a provider says of an access token; `unknown` where it says nothing that can be read. */
export type TokenJudgement = { readonly good: HeldConnection } | 'inactive' | 'unknown';

/** Asks a provider whether what we hold of it is still good. */
@Injectable()
export class TokenChecks {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly variables: ConnectionVariables,
    private readonly sealing: TokenSealing,
    private readonly secrets: ConnectionSecretsRepository,
    private readonly connections: ConnectionsRepository,
    private readonly clock: Clock,
  ) {}

  /** For a config whose access tokens only the provider can judge. */
  async judge(realm: RealmRef, config: ConnectionConfig, held: HeldConnection): Promise<TokenJudgement> {
    if (config.expiry.strategy !== 'introspect' || held.secret.access === null) return 'unknown';
    const told = await this.introspected(realm, config, held);
    if (!told?.active) return told ? 'inactive' : 'unknown';
    const { connection, secret } = held;
    const now = this.clock.now();
    const accessExpiresAt = told.expiresAt ?? connection.accessExpiresAt;
    const dueAt = this.sealing.dueAt(config, accessExpiresAt, now);
    await this.secrets.setDueAt(realm, connection.id, secret.version, dueAt);
    await this.connections.change(realm, connection.id, { accessExpiresAt, lastVerifiedAt: now });
    const verified = { ...connection, accessExpiresAt, lastVerifiedAt: now };
    return { good: { connection: verified, secret: { ...secret, dueAt } } };
  }

  /** Calls the API once. @throws ProviderError `terminal` when it refuses the token */
  async probe(realm: RealmRef, config: ConnectionConfig, held: HeldConnection): Promise<ProbedAccount> {
    const account = await this.calls.probeAccount(realm, config, await this.tokensOf(realm, config, held));
    await this.connections.change(realm, held.connection.id, { lastVerifiedAt: this.clock.now() });
    return account;
  }

  /** Null when the provider cannot be asked, or says neither: then a token is judged by what is known of its end. */
  private async introspected(
    realm: RealmRef,
    config: ConnectionConfig,
    held: HeldConnection,
  ): Promise<IntrospectedToken | null> {
    try {
      return await this.calls.introspect(realm, config, await this.tokensOf(realm, config, held));
    } catch (error) {
      if (error instanceof ProviderError) return null;
      throw error;
    }
  }

  private async tokensOf(realm: RealmRef, config: ConnectionConfig, held: HeldConnection): Promise<HeldTokens> {
    const opened = await this.sealing.open(realm, held.secret);
    return { ...opened, variables: await this.variables.of(realm, config, held.connection) };
  }
}

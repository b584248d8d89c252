import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { Connection } from '../vault/connection.types.js';
import { grantedOf, lackedOf } from '../vault/scope.rules.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import { ConnectFailure } from './connect-exchanges.service.js';
import { ConnectSaves } from './connect-saves.service.js';
import type { ConnectSession, HeldGrant } from './connect-session.types.js';
import { GrantReturns } from './grant-returns.service.js';
import type { ConnectOutcome } from './return-urls.js';
import { tokensPlace } from './sealed-places.js';

/** Milliseconds for whoever began a session to complete it. */
const HELD = 10 * 60_000;
/** Characters that the column holds. */
const MOST_SEALED = 65_000;

/** What becomes of tokens that a provider has just given: a connection, or they wait for who completes the session. */
@Injectable()
export class ConnectGrants {
  constructor(
    private readonly saves: ConnectSaves,
    private readonly returns: GrantReturns,
    private readonly sealer: VaultSealer,
    private readonly clock: Clock,
  ) {}

  /**
   * Of a session that is being exchanged.
   *
   * @throws ConnectFailure `scope_missing` for a grant that would be of no use
   * @throws DomainError as {@link ConnectSaves.save} does
   */
  async take(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    grant: HeldGrant,
  ): Promise<ConnectOutcome> {
    try {
      refuseTooLittle(config, grant);
      if (session.completionChallenge !== null) return await this.hold(realm, session, grant);
      const connection = await this.saves.save(realm, config, session, 'exchanging', grant);
      return { status: 'connected', connectionId: connection.id };
    } catch (error) {
      await this.returns.giveBack(realm, config, session, grant);
      throw error;
    }
  }

  /** Of a session that holds them. @throws DomainError as {@link ConnectSaves.save} does */
  async complete(realm: RealmRef, config: ConnectionConfig, session: ConnectSession): Promise<Connection> {
    const grant = await this.open(realm, session);
    if (!grant) throw new DomainError('session_expired', 'The session holds nothing any more.');
    try {
      return await this.saves.save(realm, config, session, 'exchanged', grant);
    } catch (error) {
      // Whoever was faster has what this call holds as well.
      const isLost = error instanceof DomainError && error.code !== 'session_expired';
      if (isLost) await this.returns.giveBack(realm, config, session, grant);
      throw error;
    }
  }

  /** What a session holds, null when it holds nothing. */
  async open(realm: RealmRef, { id, sealedTokens }: ConnectSession): Promise<HeldGrant | null> {
    if (sealedTokens === null) return null;
    return JSON.parse(await this.sealer.open(realm, tokensPlace(id), sealedTokens)) as HeldGrant;
  }

  private async hold(realm: RealmRef, session: ConnectSession, grant: HeldGrant): Promise<ConnectOutcome> {
    const sealed = (): Promise<string> => this.seal(realm, session.id, grant);
    await this.saves.hold(realm, session, sealed, this.clock.now() + HELD);
    return { status: 'completion_required' };
  }

  /** The answer as it came is the one thing that can be done without. */
  private async seal(realm: RealmRef, id: string, grant: HeldGrant): Promise<string> {
    const whole = await this.sealer.seal(realm, tokensPlace(id), JSON.stringify(grant));
    if (whole.length <= MOST_SEALED) return whole;
    const short = { ...grant, tokens: { ...grant.tokens, raw: '' } };
    const sealed = await this.sealer.seal(realm, tokensPlace(id), JSON.stringify(short));
    if (sealed.length <= MOST_SEALED) return sealed;
    throw new DomainError('token_response_unreadable', 'The tokens of the provider are too long.');
  }
}

function refuseTooLittle(config: ConnectionConfig, { tokens }: HeldGrant): void {
  if (lackedOf(config, grantedOf(config, tokens).granted).length > 0) throw new ConnectFailure('scope_missing');
}

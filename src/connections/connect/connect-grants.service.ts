import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Random } from '../../kernel/random.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { accountOf, nameOf } from '../vault/account.rules.js';
import type { Connection } from '../vault/connection.types.js';
import { grantedOf, lackedOf } from '../vault/scope.rules.js';
import { ConnectEndings } from './connect-endings.service.js';
import { ConnectFailure } from './connect-exchanges.service.js';
import { ConnectSaves } from './connect-saves.service.js';
import type { ConnectSession, GrantKeeper, TakenGrant } from './connect-session.types.js';
import { drawnSlot } from './drawn-slot.js';
import { GrantReturns } from './grant-returns.service.js';
import { HeldGrants } from './held-grants.service.js';
import { OtherAccounts } from './other-accounts.service.js';
import type { ArrivalOutcome } from './return-urls.js';
import { isBoundBySignIn } from './session-binding.rules.js';

/** What becomes of tokens that a provider has just given: a connection, or they wait for who decides that. */
@Injectable()
export class ConnectGrants {
  constructor(
    private readonly saves: ConnectSaves,
    private readonly held: HeldGrants,
    private readonly others: OtherAccounts,
    private readonly returns: GrantReturns,
    private readonly endings: ConnectEndings,
    private readonly random: Random,
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
    grant: TakenGrant,
    keeper: GrantKeeper,
  ): Promise<ArrivalOutcome> {
    refuseTooLittle(config, grant);
    if (isBoundBySignIn(session)) return this.connect(realm, config, session, grant, keeper);
    await this.held.holdForService(realm, session, grant);
    return { status: 'completion_required' };
  }

  /**
   * Of a session that holds them. It fails with what it is refused for, but for an `account_mismatch` that tells the
   * `otherAccount`: then it goes on holding them.
   *
   * @param asNew another account than the connection's becomes a connection of its own, where that may be
   * @throws DomainError as {@link ConnectSaves.save} does
   */
  async complete(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    { asNew }: { readonly asNew: boolean },
  ): Promise<Connection> {
    const grant = await this.held.open(realm, session);
    if (!grant) throw new DomainError('session_expired', 'The session holds nothing any more.');
    const isOffered = await this.others.mayBeAdded(realm, config, session, grant);
    const otherSlot = asNew && isOffered ? drawnSlot(this.random) : null;
    try {
      return await this.saves.save(realm, config, session, { from: 'exchanged', grant, otherSlot });
    } catch (error) {
      // Whoever was faster has what this call holds as well.
      if (!(error instanceof DomainError) || error.code === 'session_expired') throw error;
      if (isOffered && error.code === 'account_mismatch') throw offering(error, grant);
      if (await this.endings.fail(realm, session, error.code))
        await this.returns.giveBack(realm, config, session, grant);
      throw error;
    }
  }

  private async connect(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    grant: TakenGrant,
    keeper: GrantKeeper,
  ): Promise<ArrivalOutcome> {
    try {
      const connection = await this.saves.save(realm, config, session, { from: 'exchanging', grant, otherSlot: null });
      return { status: 'connected', connectionId: connection.id };
    } catch (error) {
      const isOther = error instanceof DomainError && error.code === 'account_mismatch';
      if (!isOther || !(await this.others.mayBeAdded(realm, config, session, grant))) throw error;
      return { status: 'other_account', handle: await this.held.holdForUser(realm, session, grant, keeper) };
    }
  }
}

const offering = ({ code, message }: DomainError, { tokens }: TakenGrant): DomainError =>
  new DomainError(code, message, { extensions: { otherAccount: nameOf(accountOf(tokens)) } });

function refuseTooLittle(config: ConnectionConfig, { tokens }: TakenGrant): void {
  if (lackedOf(config, grantedOf(config, tokens).granted).length > 0) throw new ConnectFailure('scope_missing');
}

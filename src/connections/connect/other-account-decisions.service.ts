import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { accountOf, nameOf, type NamedAccount } from '../vault/account.rules.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { ConnectEndings } from './connect-endings.service.js';
import { ConnectGrants } from './connect-grants.service.js';
import { ConnectTargets } from './connect-targets.service.js';
import { GrantReturns } from './grant-returns.service.js';
import type { WaitingSession } from './other-account-visits.service.js';
import type { ConnectOutcome } from './return-urls.js';
import { sessionOver } from './session-over.js';

/** What is asked: whether one account is to be connected beside another. */
export interface AccountQuestion {
  readonly app: ConnectionApp;
  /** The account that was to be renewed, as the provider calls it. */
  readonly expected: string;
  /** The one that came instead. */
  readonly found: string;
}

/** An account other than the one that was to be renewed is connected as well, or given back. */
@Injectable()
export class OtherAccountDecisions {
  constructor(
    private readonly targets: ConnectTargets,
    private readonly configs: ConfigsService,
    private readonly connections: ConnectionsService,
    private readonly grants: ConnectGrants,
    private readonly endings: ConnectEndings,
    private readonly returns: GrantReturns,
  ) {}

  /** @throws DomainError `not_found` when the config cannot be connected any more, `connection_not_found` */
  async question(realm: RealmRef, { session, grant }: WaitingSession): Promise<AccountQuestion> {
    const { app } = await this.targets.open(realm, session.configId, session.userId);
    const connection = await this.connections.get(realm, session.connectionId ?? '');
    const expected = { id: connection.upstreamAccountId, label: connection.upstreamLabel };
    return { app, ...toldApart(expected, accountOf(grant.tokens)) };
  }

  /** Once. @throws DomainError `session_expired` when it was decided already, `not_found` as for the question. */
  async add(realm: RealmRef, { session }: WaitingSession): Promise<ConnectOutcome> {
    await this.targets.open(realm, session.configId, session.userId);
    const config = await this.configs.version(realm, session.configId, session.configVersion);
    try {
      const { id } = await this.grants.complete(realm, config, session, { asNew: true });
      return { status: 'connected', connectionId: id };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'session_expired') throw error;
      return { status: 'failed', error: error.code };
    }
  }

  /** Once. @throws DomainError `session_expired` when it was decided already. */
  async decline(realm: RealmRef, { session, grant }: WaitingSession): Promise<ConnectOutcome> {
    const config = await this.configs.version(realm, session.configId, session.configVersion);
    if (!(await this.endings.fail(realm, session, 'access_denied'))) throw sessionOver();
    await this.returns.giveBack(realm, config, session, grant);
    return { status: 'failed', error: 'access_denied' };
  }
}

/** By their names, or by their ids where they go by the same name. */
function toldApart(expected: NamedAccount, found: NamedAccount): Pick<AccountQuestion, 'expected' | 'found'> {
  const isSame = nameOf(expected) === nameOf(found);
  const name = ({ id, label }: NamedAccount): string => nameOf({ id, label: isSame ? null : label });
  return { expected: name(expected), found: name(found) };
}

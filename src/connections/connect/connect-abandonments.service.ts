import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectEndings } from './connect-endings.service.js';
import { ConnectGrants } from './connect-grants.service.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { GrantReturns } from './grant-returns.service.js';

const REASON = 'not_completed';

/** Ends a session that holds tokens, and that nobody has completed in time. */
@Injectable()
export class ConnectAbandonments {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly configs: ConfigsService,
    private readonly grants: ConnectGrants,
    private readonly returns: GrantReturns,
    private readonly endings: ConnectEndings,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** @returns whether this call ended it. */
  async end(realm: RealmRef, id: string): Promise<boolean> {
    const session = await this.sessions.find(realm, id);
    const grant = session && (await this.grants.open(realm, session));
    if (!session || !grant) return false;
    const config = await this.configs.version(realm, session.configId, session.configVersion);
    return this.transaction.run(async () => {
      if (!(await this.sessions.abandon(realm, id, this.clock.now(), REASON))) return false;
      await this.returns.giveBack(realm, config, grant);
      await this.endings.tell(realm, session, REASON);
      return true;
    });
  }
}

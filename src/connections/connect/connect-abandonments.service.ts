import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
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
  ) {}

  /** @returns whether this call ended it. */
  async end(realm: RealmRef, id: string): Promise<boolean> {
    const session = await this.sessions.find(realm, id);
    const grant = session && (await this.grants.open(realm, session));
    if (!session || !grant) return false;
    const config = await this.configs.version(realm, session.configId, session.configVersion);
    if (!(await this.endings.abandon(realm, session, REASON))) return false;
    await this.returns.giveBack(realm, config, session, grant);
    return true;
  }
}

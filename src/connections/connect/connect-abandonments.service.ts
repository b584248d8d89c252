import { Injectable, Logger } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { SealError } from '../../kernel/seal.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectEndings } from './connect-endings.service.js';
import type { ConnectSession, HeldGrant } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { GrantReturns } from './grant-returns.service.js';
import { HeldGrants } from './held-grants.service.js';

const REASON = 'not_completed';

/** Ends a session that holds tokens, and that nobody has completed in time. */
@Injectable()
export class ConnectAbandonments {
  private readonly logger = new Logger(ConnectAbandonments.name);

  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly configs: ConfigsService,
    private readonly held: HeldGrants,
    private readonly returns: GrantReturns,
    private readonly endings: ConnectEndings,
  ) {}

  /** @returns whether this call ended it. */
  async end(realm: RealmRef, id: string): Promise<boolean> {
    const session = await this.sessions.find(realm, id);
    if (!session || session.sealedTokens === null) return false;
    const owed = await this.owed(realm, session);
    if (!(await this.endings.abandon(realm, session, REASON))) return false;
    if (owed) await this.returns.giveBack(realm, owed.config, session, owed.grant);
    return true;
  }

  /** Null for what does not open, or has no config any more: it can be given back to nobody, and its session ends all the same. */
  private async owed(realm: RealmRef, session: ConnectSession): Promise<OwedGrant | null> {
    try {
      const grant = await this.held.open(realm, session);
      return grant && { grant, config: await this.configs.version(realm, session.configId, session.configVersion) };
    } catch (error) {
      if (!(error instanceof SealError || error instanceof DomainError)) throw error;
      this.logger.warn(`What session ${session.id} holds cannot be given back (${error.name})`);
      return null;
    }
  }
}

interface OwedGrant {
  readonly grant: HeldGrant;
  readonly config: ConnectionConfig;
}

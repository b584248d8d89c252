import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectionsService } from '../vault/connections.service.js';
import type { ConnectSession, TakenGrant } from './connect-session.types.js';
import { ownerOfSession } from './session-owner.js';

/** The account of somebody who was to authorize a connection anew, and came back with another one. */
@Injectable()
export class OtherAccounts {
  constructor(
    private readonly configs: ConfigsService,
    private readonly connections: ConnectionsService,
  ) {}

  /** Whether it may become a connection of its own: where there may be many, and none of the owner is to it already. */
  async mayBeAdded(
    realm: RealmRef,
    began: ConnectionConfig,
    session: ConnectSession,
    { tokens }: TakenGrant,
  ): Promise<boolean> {
    if (session.connectionId === null) return false;
    const current = await this.configs.get(realm, began.id);
    if (began.multi === 'one' || current.multi === 'one') return false;
    const others = await this.connections.ofOwner(realm, began.id, ownerOfSession(session));
    return !others.some(({ upstreamAccountId }) => upstreamAccountId === tokens.accountId);
  }
}

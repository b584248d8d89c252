import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { BoundVariables } from '../templates/bound-variables.js';
import { ConnectionVariables } from '../vault/connection-variables.service.js';
import type { BoundInputs, ConnectSession } from './connect-session.types.js';
import { ownerOfSession } from './session-owner.js';

/** What templates know while something is being connected. */
@Injectable()
export class ConnectVariables {
  constructor(private readonly variables: ConnectionVariables) {}

  /** @param inputs what was said on the page: settings that were asked for, because they were not there. */
  async of(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    { params, settings, hosts }: BoundInputs,
  ): Promise<BoundVariables> {
    return this.variables.of(realm, config, { owner: ownerOfSession(session), params, said: { settings, hosts } });
  }
}

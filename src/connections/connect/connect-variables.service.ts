import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { Variables } from '../templates/template.js';
import { variablesOf } from '../templates/variables.js';
import { ConnectionVariables } from '../vault/connection-variables.service.js';
import type { ConnectInputs, ConnectSession } from './connect-session.types.js';
import { ownerOfSession } from './session-owner.js';

/** What templates know while something is being connected. */
@Injectable()
export class ConnectVariables {
  constructor(private readonly variables: ConnectionVariables) {}

  /** @param inputs what was said on the page: settings that nobody had entered before. */
  async of(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    { params, settings }: ConnectInputs,
  ): Promise<Variables> {
    const known = await this.variables.of(realm, config, { owner: ownerOfSession(session), params });
    return new Map([...variablesOf({ settings }), ...known]);
  }
}

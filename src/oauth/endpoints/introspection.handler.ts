import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import type { Realm } from '../../realms/realm.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import type { IntrospectedToken } from '../authorization-server.types.js';
import { concerns } from '../token/concerns.js';

/** What a client may learn of a token (RFC 7662): nothing that was neither issued to it nor meant for it. */
@Injectable()
export class IntrospectionHandler {
  constructor(private readonly tokens: TokensService) {}

  /** Null for a token that is not alive, and just so for one that is none of the client's business. */
  async handle(realm: Realm, client: Client, value: string): Promise<IntrospectedToken | null> {
    if (client.type === 'public') return null;
    const token = await this.tokens.judge(realm, value);
    if (!token || !concerns(client, token)) return null;
    return { token, authorities: await token.authorities() };
  }
}

import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { Realm } from '../../realms/realm.types.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import type { IntrospectedToken, UserClaims } from '../authorization-server.types.js';
import { UserinfoHandler } from '../openid/userinfo.handler.js';
import { IntrospectionHandler } from './introspection.handler.js';

/** What can be done with a token that somebody holds: ask about it, ask with it, end it. */
@Injectable()
export class PresentedTokens {
  constructor(
    private readonly introspection: IntrospectionHandler,
    private readonly userinfoHandler: UserinfoHandler,
    private readonly tokens: TokensService,
  ) {}

  introspect(realm: Realm, client: Client, token: string): Promise<IntrospectedToken | null> {
    return this.introspection.handle(realm, client, token);
  }

  userinfo(token: LiveToken): Promise<UserClaims | string> {
    return this.userinfoHandler.handle(token);
  }

  revoke(realm: Realm, client: Client, token: string, request: RequestInfo): Promise<void> {
    return this.tokens.revoke(realm, client, token, request);
  }
}

import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { CrossOrigin } from '../../http/cross-origin.decorator.js';
import { NoStore } from '../../http/no-store.decorator.js';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import type { TokenRequest } from '../authorization-server.types.js';
import { ArrivalGuard } from './arrival.guard.js';
import { TokenDocs } from './endpoint-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';
import { NoQueryGuard } from './no-query.guard.js';
import { TokenCommand } from './token-command.decorator.js';
import { tokenResponse, type TokenResponse } from './token.response.js';

@Controller(ISSUER_ROUTE)
export class TokenController {
  constructor(private readonly server: AuthorizationServer) {}

  @Post(ENDPOINTS.token)
  @HttpCode(200)
  @UseGuards(ArrivalGuard, RealmGuard, NoQueryGuard)
  @OAuthErrors()
  @NoStore()
  @CrossOrigin()
  @TokenDocs()
  async token(@CurrentRealm() realm: Realm, @TokenCommand() command: TokenRequest): Promise<TokenResponse> {
    return tokenResponse(await this.server.grant(realm, command));
  }
}

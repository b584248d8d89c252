import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Client } from '../../clients/client.types.js';
import { CrossOrigin } from '../../http/cross-origin.decorator.js';
import { NoStore } from '../../http/no-store.decorator.js';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import { requestInfo } from '../../http/request-info.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import { ClientAuthGuard } from '../client-auth/client-auth.guard.js';
import { CurrentClient } from '../client-auth/current-client.decorator.js';
import { RevocationDocs } from './endpoint-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';
import { FormParameters } from './form-parameters.decorator.js';
import { NoQueryGuard } from './no-query.guard.js';

@Controller(ISSUER_ROUTE)
export class RevocationController {
  constructor(private readonly server: AuthorizationServer) {}

  /**
   * 200 for whatever token was sent (RFC 7009 section 2.2). A hint could only slow the search down. The body says
   * nothing, but is JSON: some clients read nothing else.
   */
  @Post(ENDPOINTS.revocation)
  @HttpCode(200)
  @UseGuards(RealmGuard, NoQueryGuard, ClientAuthGuard)
  @OAuthErrors()
  @NoStore()
  @CrossOrigin()
  @RevocationDocs()
  async revoke(
    @CurrentRealm() realm: Realm,
    @CurrentClient() client: Client,
    @FormParameters(['token', 'token_type_hint']) parameters: Parameters,
    @Req() request: FastifyRequest,
  ): Promise<Record<string, never>> {
    await this.server.revoke(realm, client, parameters.require('token'), requestInfo(request));
    return {};
  }
}

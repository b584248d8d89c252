import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { NoStore } from '../../http/no-store.decorator.js';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import { ClientAuthGuard } from '../client-auth/client-auth.guard.js';
import { CurrentClient } from '../client-auth/current-client.decorator.js';
import { IntrospectionDocs } from './endpoint-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';
import { FormParameters } from './form-parameters.decorator.js';
import { introspectionResponse, type IntrospectionResponse } from './introspection.response.js';
import { NoQueryGuard } from './no-query.guard.js';

@Controller(ISSUER_ROUTE)
export class IntrospectionController {
  constructor(
    private readonly server: AuthorizationServer,
    private readonly issuer: RealmIssuer,
  ) {}

  /** RFC 7662. A hint narrows nothing: a token is found by its value whatever it was taken for. */
  @Post(ENDPOINTS.introspection)
  @HttpCode(200)
  @UseGuards(RealmGuard, NoQueryGuard, ClientAuthGuard)
  @OAuthErrors()
  @NoStore()
  @IntrospectionDocs()
  async introspect(
    @CurrentRealm() realm: Realm,
    @CurrentClient() client: Client,
    @FormParameters(['token', 'token_type_hint']) parameters: Parameters,
  ): Promise<IntrospectionResponse> {
    const introspected = await this.server.introspect(realm, client, parameters.require('token'));
    return introspectionResponse(this.issuer.of(realm), introspected);
  }
}

import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { formParameters } from '../../http/form-body.js';
import { NoStore } from '../../http/no-store.decorator.js';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import { requestInfo } from '../../http/request-info.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import { authorizationOf } from '../client-auth/authorization-header.js';
import { PushedRequestDocs } from './authorize-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';
import { NoQueryGuard } from './no-query.guard.js';

/** RFC 9126 section 2.2. */
interface PushedResponse {
  readonly request_uri: string;
  /** Seconds. */
  readonly expires_in: number;
}

@Controller(ISSUER_ROUTE)
export class ParController {
  constructor(private readonly server: AuthorizationServer) {}

  @Post(ENDPOINTS.pushedAuthorization)
  @HttpCode(201)
  @UseGuards(RealmGuard, NoQueryGuard)
  @OAuthErrors()
  @NoStore()
  @PushedRequestDocs()
  async push(
    @CurrentRealm() realm: Realm,
    @Req() sent: FastifyRequest,
    @Body() body: unknown,
  ): Promise<PushedResponse> {
    const parameters = formParameters(body);
    const command = { authorization: authorizationOf(sent), parameters, request: requestInfo(sent) };
    const { requestUri, expiresInSeconds } = await this.server.push(realm, command);
    return { request_uri: requestUri, expires_in: expiresInSeconds };
  }
}

import { Delete, Get, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NoStore } from '../../http/no-store.decorator.js';
import { RateLimitGuard } from '../../http/rate-limit.guard.js';
import { requestInfo } from '../../http/request-info.js';
import { routeTraits } from '../../http/route-config.js';
import { AuthorizationServer } from '../../oauth/authorization-server.service.js';
import { ArrivalGuard, type TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { NoQueryGuard } from '../../oauth/endpoints/no-query.guard.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { BoundRealm } from '../bound-realm.decorator.js';
import { DialectRealmGuard } from '../dialect-realm.guard.js';
import { IntrospectDocs, RevokeDocs, TokenDocs } from './goodbridge-docs.decorator.js';
import { goodbridgeShape } from './goodbridge.errors.js';
import {
  accessTokenOf,
  introspectionText,
  revokedTokenOf,
  tokenCommand,
  tokenResponse,
  type GoodbridgeTokens,
} from './goodbridge.mapper.js';

/** The OAuth server of GoodBridge, a survey platform, as its clients know it. */
@BoundRealm((settings) => settings.dialectGoodbridgeRealm)
@routeTraits({ errors: goodbridgeShape })
@NoStore()
export class GoodbridgeController {
  constructor(
    private readonly server: AuthorizationServer,
    private readonly tokens: TokensService,
  ) {}

  @Post('token')
  @HttpCode(200)
  @UseGuards(ArrivalGuard, DialectRealmGuard, NoQueryGuard)
  @TokenDocs()
  async token(@CurrentRealm() realm: Realm, @Req() http: TimedRequest): Promise<GoodbridgeTokens> {
    const command = tokenCommand(http.body, { at: http.arrivedAt, request: requestInfo(http) });
    const issued =
      'refresh' in command
        ? await this.server.refreshWithoutClient(realm, command.refresh)
        : await this.server.token(realm, command.issue);
    return tokenResponse(issued);
  }

  /** Whoever holds a token may end it. What is no token of the realm is answered alike. */
  @Delete('revoke')
  @UseGuards(RateLimitGuard, DialectRealmGuard)
  @RevokeDocs()
  async revoke(@CurrentRealm() realm: Realm, @Req() http: FastifyRequest): Promise<Record<string, never>> {
    await this.tokens.revokeByHolder(realm, revokedTokenOf(http.url), requestInfo(http));
    return {};
  }

  /** Whoever holds a token may ask whether it is alive; nobody learns more by it than who it was issued to. */
  @Get('introspect')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @UseGuards(RateLimitGuard, DialectRealmGuard)
  @IntrospectDocs()
  async introspect(@CurrentRealm() realm: Realm, @Req() http: FastifyRequest): Promise<string> {
    return introspectionText(await this.tokens.judge(realm, accessTokenOf(http.url)));
  }
}

import { Body, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NoStore } from '../../http/no-store.decorator.js';
import { requestInfo } from '../../http/request-info.js';
import { routeTraits } from '../../http/route-config.js';
import { ArrivalGuard, type TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmAuthTokens } from '../../realms/realm-auth-tokens.service.js';
import type { Realm } from '../../realms/realm.types.js';
import { CurrentToken } from '../../tokens/current-token.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { BoundRealm } from '../bound-realm.decorator.js';
import { DialectRealmGuard } from '../dialect-realm.guard.js';
import { GtwyCallerGuard } from './gtwy-caller.guard.js';
import { GtwyClients } from './gtwy-clients.service.js';
import { AuthTokenDocs, RefreshDocs, SaveDocs, VerifyDocs } from './gtwy-docs.decorator.js';
import { GtwyManagerGuard } from './gtwy-manager.guard.js';
import { type Asked, GtwyTokens } from './gtwy-tokens.service.js';
import {
  genericShape,
  notSaved,
  refreshingShape,
  savingShape,
  unauthorizedUser,
  verifyingShape,
} from './gtwy.errors.js';
import {
  authTokenAnswer,
  refreshedAnswer,
  refreshToken,
  savedAnswer,
  urlToSave,
  urlToVerify,
  verifiedAnswer,
} from './gtwy.mapper.js';

/** Clients call the root of the dialect with a slash at its end and without. One of two slashes is Nest's to take off. */
const ROOT = ['/', '//'];

@ApiTags('Dialect: GTWY')
@BoundRealm(({ dialectGtwyRealm }) => dialectGtwyRealm)
@NoStore()
export class GtwyController {
  constructor(
    private readonly authTokens: RealmAuthTokens,
    private readonly clients: GtwyClients,
    private readonly tokens: GtwyTokens,
  ) {}

  @Get('auth_token')
  @UseGuards(DialectRealmGuard, GtwyCallerGuard, GtwyManagerGuard)
  @routeTraits({ errors: genericShape })
  @AuthTokenDocs()
  async authToken(@CurrentRealm() realm: Realm): Promise<object> {
    return authTokenAnswer(await this.authTokens.of(realm));
  }

  @Post(ROOT)
  @HttpCode(200)
  @UseGuards(DialectRealmGuard, GtwyCallerGuard, GtwyManagerGuard)
  @routeTraits({ errors: savingShape })
  @SaveDocs()
  async save(@CurrentToken() caller: LiveToken, @Body() body: unknown, @Req() request: TimedRequest): Promise<object> {
    const url = urlToSave(body);
    await this.authTokens.of(caller.realm);
    await this.clients.save({ realm: caller.realm, token: caller, request: requestInfo(request) }, url);
    return savedAnswer();
  }

  @Post('verify')
  @HttpCode(200)
  @UseGuards(ArrivalGuard, DialectRealmGuard, GtwyCallerGuard)
  @routeTraits({ errors: verifyingShape })
  @VerifyDocs()
  async verify(
    @CurrentToken() { realm, user }: LiveToken,
    @Body() body: unknown,
    @Req() request: TimedRequest,
  ): Promise<object> {
    if (!user) throw unauthorizedUser(realm.name);
    const url = urlToVerify(body);
    const client = url && (await this.clients.find(realm, url));
    if (!client) throw notSaved();
    return verifiedAnswer(await this.tokens.start(realm, client, user, asked(request)));
  }

  @Post('refresh')
  @HttpCode(200)
  @UseGuards(ArrivalGuard, DialectRealmGuard)
  @routeTraits({ errors: refreshingShape })
  @RefreshDocs()
  async refresh(@CurrentRealm() realm: Realm, @Body() body: unknown, @Req() request: TimedRequest): Promise<object> {
    return refreshedAnswer(await this.tokens.refresh(realm, refreshToken(body), asked(request)));
  }
}

const asked = (request: TimedRequest): Asked => ({ at: request.arrivedAt, request: requestInfo(request) });

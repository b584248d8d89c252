import { Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { NoStore } from '../../http/no-store.decorator.js';
import { routeTraits } from '../../http/route-config.js';
import { ArrivalGuard, type TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { queryOrFormCall } from './call.mapper.js';
import type { PlatformCheckedToken, PlatformRefusal, RevokedToken } from './check-token.mapper.js';
import { PLATFORM_CHECK_TOKEN, REVOKE_TOKEN } from './endpoint-paths.js';
import { PlatformCheckTokenDocs, RevokeTokenDocs } from './onesait-docs.decorator.js';
import { JSON_TYPE, onesaitShape } from './onesait.errors.js';
import { OnesaitPlatformTokens } from './platform-tokens.service.js';

/** The platform's own endpoints about tokens, which answer 200 and tell in the body how it went. */
@routeTraits({ errors: onesaitShape })
@NoStore()
export class OnesaitPlatformTokensController {
  constructor(private readonly service: OnesaitPlatformTokens) {}

  @Post(PLATFORM_CHECK_TOKEN)
  @HttpCode(200)
  @Header('Content-Type', JSON_TYPE)
  @UseGuards(ArrivalGuard)
  @PlatformCheckTokenDocs()
  check(@Req() request: TimedRequest): Promise<PlatformCheckedToken | PlatformRefusal> {
    return this.service.check(queryOrFormCall(request));
  }

  @Post(REVOKE_TOKEN)
  @HttpCode(200)
  @Header('Content-Type', JSON_TYPE)
  @UseGuards(ArrivalGuard)
  @RevokeTokenDocs()
  revoke(@Req() request: TimedRequest): Promise<RevokedToken | PlatformRefusal> {
    return this.service.revoke(queryOrFormCall(request));
  }
}

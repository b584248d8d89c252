import { Get, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { NoStore } from '../../http/no-store.decorator.js';
import { routeTraits } from '../../http/route-config.js';
import { ArrivalGuard, type TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { queryOrFormCall } from './call.mapper.js';
import type { CheckedToken } from './check-token.mapper.js';
import { OnesaitCheckTokenService } from './check-token.service.js';
import { CHECK_TOKEN } from './endpoint-paths.js';
import { CheckTokenByFormDocs, CheckTokenDocs } from './onesait-docs.decorator.js';
import { JSON_TYPE, onesaitShape } from './onesait.errors.js';

/** The framework's check of a token: its claims, or 400. */
@routeTraits({ errors: onesaitShape })
@NoStore()
export class OnesaitCheckTokenController {
  constructor(private readonly service: OnesaitCheckTokenService) {}

  @Get(CHECK_TOKEN)
  @Header('Content-Type', JSON_TYPE)
  @UseGuards(ArrivalGuard)
  @CheckTokenDocs()
  byQuery(@Req() request: TimedRequest): Promise<CheckedToken> {
    return this.service.check(queryOrFormCall(request));
  }

  @Post(CHECK_TOKEN)
  @HttpCode(200)
  @Header('Content-Type', JSON_TYPE)
  @UseGuards(ArrivalGuard)
  @CheckTokenByFormDocs()
  byForm(@Req() request: TimedRequest): Promise<CheckedToken> {
    return this.service.check(queryOrFormCall(request));
  }
}

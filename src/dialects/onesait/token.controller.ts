import { Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { NoStore } from '../../http/no-store.decorator.js';
import { routeTraits } from '../../http/route-config.js';
import { ArrivalGuard, type TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { NoQueryGuard } from '../../oauth/endpoints/no-query.guard.js';
import { formCall } from './call.mapper.js';
import { TOKEN } from './endpoint-paths.js';
import { TokenDocs } from './onesait-docs.decorator.js';
import { JSON_TYPE, onesaitShape } from './onesait.errors.js';
import type { OnesaitTokens } from './token.mapper.js';
import { OnesaitTokenService } from './token.service.js';

/** The token endpoint of an onesait platform's OAuth server. */
@routeTraits({ errors: onesaitShape })
@NoStore()
export class OnesaitTokenController {
  constructor(private readonly service: OnesaitTokenService) {}

  @Post(TOKEN)
  @HttpCode(200)
  @Header('Content-Type', JSON_TYPE)
  @UseGuards(ArrivalGuard, NoQueryGuard)
  @TokenDocs()
  token(@Req() request: TimedRequest): Promise<OnesaitTokens> {
    return this.service.token(formCall(request));
  }
}

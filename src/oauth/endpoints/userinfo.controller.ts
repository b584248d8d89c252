import { Controller, Get, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CrossOrigin } from '../../http/cross-origin.decorator.js';
import { NoStore } from '../../http/no-store.decorator.js';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import { BearerGuard } from '../../tokens/bearer.guard.js';
import { CurrentToken } from '../../tokens/current-token.decorator.js';
import { FormToken } from '../../tokens/form-token.decorator.js';
import { RequireScopes } from '../../tokens/require-scopes.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import type { UserClaims } from '../authorization-server.types.js';
import { UserinfoDocs } from './endpoint-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';
import { NoQueryGuard } from './no-query.guard.js';

@Controller(ISSUER_ROUTE)
@UseGuards(BearerGuard, NoQueryGuard)
@RequireScopes('openid')
@OAuthErrors()
@NoStore()
@CrossOrigin()
export class UserinfoController {
  constructor(private readonly server: AuthorizationServer) {}

  @Get(ENDPOINTS.userinfo)
  @UserinfoDocs()
  get(@CurrentToken() token: LiveToken, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserClaims | string> {
    return this.answer(token, reply);
  }

  @Post(ENDPOINTS.userinfo)
  @FormToken()
  @HttpCode(200)
  @UserinfoDocs()
  post(
    @CurrentToken() token: LiveToken,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserClaims | string> {
    return this.answer(token, reply);
  }

  private async answer(token: LiveToken, reply: FastifyReply): Promise<UserClaims | string> {
    const userinfo = await this.server.userinfo(token);
    if (typeof userinfo === 'string') reply.type('application/jwt');
    return userinfo;
  }
}

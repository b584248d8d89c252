import { Controller, Get, Param, Query, Req, UseGuards, UsePipes } from '@nestjs/common';
import { ApiForbiddenResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NoStore } from '../../http/no-store.decorator.js';
import { createValidationPipe } from '../../http/validation.pipe.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import { BearerGuard } from '../../tokens/bearer.guard.js';
import { CurrentToken } from '../../tokens/current-token.decorator.js';
import { RequireScopes } from '../../tokens/require-scopes.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { userIdOf } from '../vault/connection.types.js';
import { proxyCaller } from './caller.js';
import { ConnectionAccess } from './connection-access.service.js';
import { UseDocs } from './proxy-docs.decorator.js';
import { ReauthorizationHints } from './reauthorization-hints.service.js';
import { ReleasedTokenDto, TokenQueryDto } from './released-token.dto.js';
import { TokenReleases } from './token-release.service.js';

/** Access tokens themselves, for who cannot call through the proxy. */
@Controller('realms/:realm/connections/:id/token')
@UseGuards(BearerGuard)
@RequireScopes(CONN_SCOPES.token)
@NoStore()
@UseDocs()
export class TokenReleaseController {
  constructor(
    private readonly access: ConnectionAccess,
    private readonly releases: TokenReleases,
    private readonly hints: ReauthorizationHints,
  ) {}

  @Get()
  @UsePipes(createValidationPipe())
  @ApiOperation({ summary: 'The access token of a connection whose config lets tokens out' })
  @ApiOkResponse({ type: ReleasedTokenDto })
  @ApiForbiddenResponse({
    description: '`token_release_denied`: the config keeps tokens in; or the token lacks the scope.',
  })
  async read(
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Query() { minTtl }: TokenQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<ReleasedTokenDto> {
    const { realm, client, user } = token;
    const caller = proxyCaller(request, token);
    const usable = await this.access.get(realm, token, id);
    const { configId, owner } = usable.connection;
    const missing = { wish: { configId, connectionId: id }, userId: userIdOf(owner) };
    const recipient = { client, user, request: caller.request };
    const released = await this.hints.around(realm, caller, missing, () =>
      this.releases.release(realm, usable, recipient, minTtl),
    );
    const { accessToken, tokenType, expiresAt, version, scopes } = released;
    const ends = expiresAt === null ? null : new Date(expiresAt).toISOString();
    return { accessToken, tokenType, expiresAt: ends, version, scopes: [...scopes] };
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Req, UseGuards, UsePipes } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NoStore } from '../../http/no-store.decorator.js';
import { requestInfo } from '../../http/request-info.js';
import { createValidationPipe } from '../../http/validation.pipe.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { BearerGuard } from '../../tokens/bearer.guard.js';
import { CurrentToken } from '../../tokens/current-token.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import {
  CompleteConnectSessionDto,
  ConnectSessionDto,
  NewConnectSessionDto,
  StartedConnectSessionDto,
} from './connect-session.dto.js';
import { ConnectDocs, problem } from './connections-docs.decorator.js';
import { ConnectSessionsApi } from './connect-sessions-api.service.js';
import { textOf } from './connection.mapper.js';

/** Applications that have their users connect something, and services that do so in the name of users. */
@Controller('realms/:realm/connections/sessions')
@NoStore()
@UseGuards(BearerGuard)
@UsePipes(createValidationPipe())
@ConnectDocs()
export class ConnectSessionsController {
  constructor(private readonly sessions: ConnectSessionsApi) {}

  /** Begins a way to the provider: the browser is to be sent to `connectUrl`. */
  @Post()
  @ApiCreatedResponse({ type: StartedConnectSessionDto })
  @problem(400, 'A field is not valid; `param_invalid`.')
  @problem(404, 'The config cannot be connected; `connection_not_found`.')
  @problem(409, '`installation_incomplete`, `connection_exists`')
  @problem(429, '`rate_limited`')
  async start(
    @CurrentRealm() realm: Realm,
    @CurrentToken() token: LiveToken,
    @Body() body: NewConnectSessionDto,
  ): Promise<StartedConnectSessionDto> {
    const { id, connectUrl, expiresAt } = await this.sessions.start(realm, token, body);
    return { sessionId: id, connectUrl, expiresAt: textOf(expiresAt) };
  }

  /** How far it has come, for whoever began it. */
  @Get(':id')
  @ApiOkResponse({ type: ConnectSessionDto })
  @problem(404, 'The caller has begun none of that id.')
  get(
    @CurrentRealm() realm: Realm,
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
  ): Promise<ConnectSessionDto> {
    return this.sessions.get(realm, token, id);
  }

  /** Saves what came of a session that a service began. */
  @Post(':id/complete')
  @HttpCode(200)
  @ApiOkResponse({ type: ConnectSessionDto })
  @problem(404, 'The service has begun none of that id.')
  @problem(
    409,
    'The browser is not back yet; `connection_exists`; `account_mismatch`, which may be repeated with `asNew` where it tells the `otherAccount`.',
  )
  @problem(410, '`state_used`, `session_expired`')
  complete(
    @CurrentRealm() realm: Realm,
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Body() { completionVerifier, asNew = false }: CompleteConnectSessionDto,
    @Req() http: FastifyRequest,
  ): Promise<ConnectSessionDto> {
    const proof = { verifier: completionVerifier, asNew, request: requestInfo(http) };
    return this.sessions.complete(realm, token, id, proof);
  }
}

import { Controller, Delete, Get, Param, Patch, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoStore } from '../../http/no-store.decorator.js';
import { TakesRawBody } from '../../http/raw-body.js';
import type { Realm } from '../../realms/realm.types.js';
import { BearerGuard } from '../../tokens/bearer.guard.js';
import { CurrentToken } from '../../tokens/current-token.decorator.js';
import { RequireScopes } from '../../tokens/require-scopes.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { userIdOf } from '../vault/connection.types.js';
import { callerOf, sendOn } from './caller.js';
import { ConnectionAccess } from './connection-access.service.js';
import { proxiedRequest } from './proxied-request.js';
import { ProxyDocs } from './proxy-docs.decorator.js';
import { ConnectionProxy } from './proxy.service.js';
import { ReauthorizationHints } from './reauthorization-hints.service.js';

const ANYTHING = '*path';

/** Calls to the API of a connected service, with the credential put in. */
@Controller('realms/:realm/connections/:id/proxy')
@UseGuards(BearerGuard)
@RequireScopes('conn:proxy')
@TakesRawBody()
@NoStore()
@ProxyDocs()
export class ProxyController {
  constructor(
    private readonly access: ConnectionAccess,
    private readonly proxy: ConnectionProxy,
    private readonly hints: ReauthorizationHints,
  ) {}

  /** A HEAD too. */
  @Get(ANYTHING)
  get(
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.call(token, id, request, reply);
  }

  @Post(ANYTHING)
  post(
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.call(token, id, request, reply);
  }

  @Put(ANYTHING)
  put(
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.call(token, id, request, reply);
  }

  @Patch(ANYTHING)
  patch(
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.call(token, id, request, reply);
  }

  @Delete(ANYTHING)
  delete(
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.call(token, id, request, reply);
  }

  private async call(token: LiveToken, id: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const realm: Realm = token.realm;
    const caller = callerOf(request, token);
    const usable = await this.access.get(realm, token, id);
    const { configId, owner } = usable.connection;
    const asked = await proxiedRequest(request);
    const call = { method: asked.method, make: () => asked };
    const missing = { wish: { configId, connectionId: id }, userId: userIdOf(owner) };
    const answer = await this.hints.around(realm, caller, missing, () => this.proxy.call(realm, usable, caller, call));
    await sendOn(reply, answer);
  }
}

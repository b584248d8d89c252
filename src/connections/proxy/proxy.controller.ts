import { Controller, Delete, Get, Patch, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { NoStore } from '../../http/no-store.decorator.js';
import { TakesRawBody } from '../../http/raw-body.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import { BearerGuard } from '../../tokens/bearer.guard.js';
import { RequireScopes } from '../../tokens/require-scopes.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { userIdOf } from '../vault/connection.types.js';
import { proxyCaller, sendOn } from './caller.js';
import { ConnectionAccess } from './connection-access.service.js';
import { proxiedRequest } from './proxied-request.js';
import { ProxyDocs, UseDocs } from './proxy-docs.decorator.js';
import { proxyMaxBytes } from './proxy-limits.js';
import { ConnectionProxy } from './proxy.service.js';
import type { RequestMaker } from './proxy.types.js';
import { ReauthorizationHints } from './reauthorization-hints.service.js';

const ANYTHING = '*';

/** Calls to the API of a connected service, with the credential put in. A HEAD is a GET whose body stays away. */
@Controller('realms/:realm/connections/:id/proxy')
@UseGuards(BearerGuard)
@RequireScopes(CONN_SCOPES.proxy)
@TakesRawBody()
@NoStore()
@UseDocs()
export class ProxyController {
  constructor(
    private readonly access: ConnectionAccess,
    private readonly proxy: ConnectionProxy,
    private readonly hints: ReauthorizationHints,
    private readonly settings: Settings,
  ) {}

  @Get(ANYTHING)
  @ProxyDocs()
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.call(request, reply);
  }

  @Post(ANYTHING)
  @ProxyDocs()
  post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.call(request, reply);
  }

  @Put(ANYTHING)
  @ProxyDocs()
  put(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.call(request, reply);
  }

  @Patch(ANYTHING)
  @ProxyDocs()
  patch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.call(request, reply);
  }

  @Delete(ANYTHING)
  @ProxyDocs()
  delete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.call(request, reply);
  }

  private async call(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = request.token as LiveToken;
    const { id } = request.params as { id: string };
    const { realm } = token;
    const caller = proxyCaller(request, token);
    const usable = await this.access.get(realm, token, id);
    const { configId, owner } = usable.connection;
    const read = async (): Promise<RequestMaker> => {
      const asked = await proxiedRequest(request, proxyMaxBytes(this.settings));
      return () => asked;
    };
    const call = { method: request.method, read };
    const missing = { wish: { configId, connectionId: id }, userId: userIdOf(owner) };
    const answer = await this.hints.around(realm, caller, missing, () => this.proxy.call(realm, usable, caller, call));
    await sendOn(reply, answer);
  }
}

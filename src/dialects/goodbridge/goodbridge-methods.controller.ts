import { Delete, Get, Patch, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeTraits } from '../../http/route-config.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import { BoundRealm } from '../bound-realm.decorator.js';
import { DialectRealmGuard } from '../dialect-realm.guard.js';
import { goodbridgeShape } from './goodbridge.errors.js';

const METHOD_OF: Readonly<Record<string, string>> = { token: 'POST', revoke: 'DELETE', introspect: 'GET' };

/** Says in GoodBridge's form which method an endpoint takes, to a request that came with another one. */
@BoundRealm((settings) => settings.dialectGoodbridgeRealm)
@UseGuards(DialectRealmGuard)
@routeTraits({ errors: goodbridgeShape })
@ApiExcludeController()
export class GoodbridgeMethodsController {
  @Get(['token', 'revoke'])
  get(@Req() http: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(http, reply);
  }

  @Post(['revoke', 'introspect'])
  post(@Req() http: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(http, reply);
  }

  @Put(['token', 'revoke', 'introspect'])
  put(@Req() http: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(http, reply);
  }

  @Patch(['token', 'revoke', 'introspect'])
  patch(@Req() http: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(http, reply);
  }

  @Delete(['token', 'introspect'])
  delete(@Req() http: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(http, reply);
  }
}

function refuse({ routeOptions }: FastifyRequest, reply: FastifyReply): never {
  const endpoint = routeOptions.url?.split('/').at(-1) ?? '';
  const method = METHOD_OF[endpoint] ?? '';
  reply.header('allow', method);
  throw invalidRequest(`This endpoint takes ${method} alone.`, { status: 405 });
}

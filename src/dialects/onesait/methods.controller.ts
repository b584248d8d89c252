import { Delete, Get, Options, Patch, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeTraits } from '../../http/route-config.js';
import { CHECK_TOKEN, PLATFORM_CHECK_TOKEN, REVOKE_TOKEN, TOKEN } from './endpoint-paths.js';
import { methodRefused, onesaitShape, tokenMethodRefused } from './onesait.errors.js';

const POST_ALONE = [TOKEN, PLATFORM_CHECK_TOKEN, REVOKE_TOKEN];
const ALL = [...POST_ALONE, CHECK_TOKEN];

/** Refuses, in the dialect's form, the methods that an endpoint does not take. */
@routeTraits({ errors: onesaitShape })
@ApiExcludeController()
export class OnesaitMethodsController {
  @Get(POST_ALONE)
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(request, reply);
  }

  @Put(ALL)
  put(@Req() request: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(request, reply);
  }

  @Patch(ALL)
  patch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(request, reply);
  }

  @Delete(ALL)
  delete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(request, reply);
  }

  @Options(ALL)
  options(@Req() request: FastifyRequest, @Res() reply: FastifyReply): never {
    return refuse(request, reply);
  }
}

function refuse({ method, routeOptions }: FastifyRequest, reply: FastifyReply): never {
  const path = routeOptions.url ?? '';
  reply.header('allow', path.endsWith(CHECK_TOKEN) ? 'GET, POST' : 'POST');
  throw path.endsWith(TOKEN) ? tokenMethodRefused(method) : methodRefused(method);
}

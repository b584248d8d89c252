import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestInfo } from '../../http/request-info.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { Caller, UpstreamAnswer } from './proxy.types.js';

export const proxyCaller = (request: FastifyRequest, token: LiveToken): Caller => ({
  token,
  request: requestInfo(request),
});

/** Sends on what an API answered, as it comes. */
export const sendOn = (reply: FastifyReply, { status, headers, body }: UpstreamAnswer): FastifyReply =>
  reply.code(status).headers(headers).send(body);

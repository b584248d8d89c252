import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { formParameters, parsePairs } from '../../http/form-body.js';
import { queryOf } from '../../http/query-of.js';
import { LOGOUT_PARAMETERS } from '../../oauth/logout/logout.types.js';
import { readParameters, type Parameters } from '../../protocol/parameters.js';

/** What a client asks for: in the address, or in a form that it has the browser send (RP-Initiated Logout section 2). */
export const LogoutParameters = createParamDecorator(
  (from: 'query' | 'form', context: ExecutionContext): Parameters => {
    const { url, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const raw = from === 'form' ? formParameters(body) : parsePairs(queryOf(url));
    return readParameters(raw, { once: LOGOUT_PARAMETERS });
  },
);

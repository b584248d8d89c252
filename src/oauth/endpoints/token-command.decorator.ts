import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { FormBody, formParameters } from '../../http/form-body.js';
import { requestInfo } from '../../http/request-info.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { TokenRequest } from '../authorization-server.types.js';
import { authorizationOf } from '../client-auth/authorization-header.js';
import type { TimedRequest } from './arrival.guard.js';

/** The request to the token endpoint as a command. Stands behind ArrivalGuard. */
export const TokenCommand = createParamDecorator((_: unknown, context: ExecutionContext): TokenRequest =>
  tokenCommand(context.switchToHttp().getRequest<TimedRequest>()),
);

/** @throws OAuthError `invalid_request` for a body that is neither a form nor a JSON object of strings. */
export function tokenCommand(request: TimedRequest): TokenRequest {
  const isForm = request.body instanceof FormBody;
  return {
    authorization: authorizationOf(request),
    parameters: isForm || request.body == null ? formParameters(request.body) : jsonParameters(request.body),
    encoding: isForm ? 'form' : 'json',
    at: request.arrivedAt,
    request: requestInfo(request),
  };
}

function jsonParameters(body: unknown): RawParameters {
  const pairs = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.entries(body) : null;
  if (pairs?.every((pair): pair is [string, string] => typeof pair[1] === 'string')) return pairs;
  throw invalidRequest('The parameters belong in the body, as application/x-www-form-urlencoded.');
}

import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { Browsers } from '../../http/browsers.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { PageRequest } from '../rendering/page.types.js';
import { addressedHandle, presentedToken } from './form-token-field.js';
import { FormTokens } from './form-tokens.service.js';

export const PURPOSE = 'pages:purpose';

/**
 * Lets a form pass that was made for this browser, session, deed and authorization request. `Origin` decides nothing:
 * under `Referrer-Policy: no-referrer` browsers send `null`. `Sec-Fetch-Site` only adds to it.
 */
@Injectable()
export class FormGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly browsers: Browsers,
    private readonly tokens: FormTokens,
  ) {}

  /** @throws DomainError `forbidden` */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const purpose = this.reflector.get<string>(PURPOSE, context.getHandler());
    if (this.isOurs(http.getRequest<PageRequest>(), http.getResponse<FastifyReply>(), purpose)) return true;
    throw new DomainError('forbidden', 'The form was not made for this browser, or is no longer valid.');
  }

  private isOurs(request: PageRequest, reply: FastifyReply, purpose: string): boolean {
    const token = presentedToken(request);
    if (!request.realm || token === null || request.headers['sec-fetch-site'] === 'cross-site') return false;
    const browser = this.browsers.meet(request, reply, request.realm.name);
    return this.tokens.matches(token, request.realm, browser, { purpose, handle: addressedHandle(request) });
  }
}

import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
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
    private readonly tokens: FormTokens,
  ) {}

  /** @throws DomainError `forbidden` */
  canActivate(context: ExecutionContext): boolean {
    const purpose = this.reflector.get<string>(PURPOSE, context.getHandler());
    if (this.isOurs(context.switchToHttp().getRequest<PageRequest>(), purpose)) return true;
    throw new DomainError('forbidden', 'The form was not made for this browser, or is no longer valid.');
  }

  private isOurs(request: PageRequest, purpose: string): boolean {
    const { realm, browser, headers } = request;
    const token = presentedToken(request);
    if (!realm || !browser || browser.isNew || token === null || headers['sec-fetch-site'] === 'cross-site')
      return false;
    return this.tokens.matches(token, realm, browser, { purpose, handle: addressedHandle(request) });
  }
}

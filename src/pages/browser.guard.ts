import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Browsers } from '../http/browsers.js';
import type { PageRequest } from './rendering/page.types.js';

/** Meets the browser that visits a page, once for each request: whoever has no cookie yet is given one. */
@Injectable()
export class BrowserGuard implements CanActivate {
  constructor(private readonly browsers: Browsers) {}

  canActivate(context: ExecutionContext): true {
    const http = context.switchToHttp();
    const request = http.getRequest<PageRequest>();
    request.browser = this.browsers.meet(request, http.getResponse<FastifyReply>(), request.realm?.name);
    return true;
  }
}

import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { FormTokens } from './csrf/form-tokens.service.js';
import { leaveFlash, takeFlash } from './rendering/flashes.js';
import { PageRenderer } from './rendering/page-renderer.js';
import type { PageAnswer, PageRequest, PageView, SeeOther } from './rendering/page.types.js';

/** Sends what a handler of a page returns: a view, or where to go on. */
@Injectable()
export class PagesInterceptor implements NestInterceptor<PageAnswer, void> {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly tokens: FormTokens,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<PageAnswer>): Observable<void> {
    const http = context.switchToHttp();
    const request = http.getRequest<PageRequest>();
    const reply = http.getResponse<FastifyReply>();
    const send = (answer: PageAnswer): void =>
      'seeOther' in answer ? redirect(reply, answer) : this.show(request, reply, answer);
    return next.handle().pipe(map(send));
  }

  private show(request: PageRequest, reply: FastifyReply, page: PageView): void {
    const flash = takeFlash(request, reply);
    this.renderer.send(request, reply, page, { flash, formToken: this.formToken(request, page) });
  }

  private formToken({ realm, browser }: PageRequest, { form }: PageView): string | undefined {
    return form && realm && browser ? this.tokens.make(realm, browser, form) : undefined;
  }
}

function redirect(reply: FastifyReply, { seeOther, flash }: SeeOther): void {
  if (flash) leaveFlash(reply, seeOther, flash);
  void reply.code(303).header('location', seeOther).send();
}

import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../../http/error-shape.js';
import { HtmlPages, type PostedForm } from '../../http/html-pages.js';
import { PageRenderer } from './page-renderer.js';
import type { PageRequest } from './page.types.js';

/** Words for people by status; of every other one they are told that something went wrong. */
const KINDS: Readonly<Record<number, string>> = {
  400: 'request',
  403: 'form',
  404: 'missing',
  409: 'form',
  410: 'missing',
  429: 'busy',
  503: 'unavailable',
};

/** Pages that answer in place of a handler's own: refusals, and forms on their way to a client. */
@Injectable()
export class ServerPages extends HtmlPages {
  constructor(private readonly renderer: PageRenderer) {
    super();
  }

  refuse(request: PageRequest, reply: FastifyReply, refusal: Refusal, link?: string): void {
    const { status, retryAfter, oauth, description } = refusal;
    if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
    const kind = KINDS[status] ?? 'other';
    const data = {
      explanation: `error:${kind}.lead`,
      code: oauth,
      description,
      link: link ?? null,
      requestId: request.id,
    };
    this.renderer.send(request, reply, { view: 'error', title: `error:${kind}.title`, status, data });
  }

  post(request: PageRequest, reply: FastifyReply, { action, fields, uiLocales }: PostedForm): void {
    this.renderer.send(request, reply, {
      view: 'form-post',
      data: { action, fields },
      script: 'document.forms[0].submit()',
      redirectUri: action,
      uiLocales: uiLocales?.join(' '),
    });
  }
}

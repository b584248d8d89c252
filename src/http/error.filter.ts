import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OAuthError } from '../protocol/oauth-error.js';
import { problemShape, type ErrorBody, type ErrorShape, type Refusal } from './error-shape.js';
import { describeError } from './error-description.js';
import type { HtmlPages } from './html-pages.js';
import { Log } from './log.js';
import { ofStatus, refusalOf, serverError } from './refusal.js';
import { traitsOf } from './route-config.js';
import { WireError } from './wire-error.js';

/** The one way out for everything that is thrown: by guards, handlers, body parsers, hooks, and for unknown paths. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  /** @param pages is asked for when a person has to be told; a server without pages has none. */
  constructor(
    private readonly log: Log,
    private readonly pages: () => HtmlPages,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof WireError) return this.sendAsItIs(request, reply, error);
    const refusal = isCutOff(request) ? ofStatus(400) : refusalOf(error);
    if (!refusal) this.log.error({ requestId: request.id, error: describeError(error) }, 'A request failed unforeseen');
    else if (refusal.status >= 500)
      this.log.warn({ requestId: request.id, error: describeError(error) }, 'A request could not be served');
    else this.tellCause(request, error);
    if (reply.sent || reply.raw.headersSent) return;
    this.send(request, reply, refusal ?? serverError());
  }

  private send(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
    const { errors } = traitsOf(request);
    if (errors === 'page') this.pages().refuse(request, reply, refusal);
    else sendRefusal(reply, refusal, errors);
  }

  private sendAsItIs(request: FastifyRequest, reply: FastifyReply, error: WireError): void {
    this.tellCause(request, error.cause);
    if (!reply.sent && !reply.raw.headersSent) sendError(reply, error, error.challenges);
  }

  /** What the caller must not know, and whoever runs the server may want to: why this client, grant or token was refused. */
  private tellCause(request: FastifyRequest, error: unknown): void {
    if (!(error instanceof OAuthError) || error.detail === undefined) return;
    this.log.debug({ requestId: request.id, code: error.code, cause: error.detail }, 'A request was refused');
  }
}

/** The caller went away in the middle of its body: nobody reads the answer, and the line of the request says the rest. */
const isCutOff = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete;

export function sendRefusal(reply: FastifyReply, refusal: Refusal, shape: ErrorShape = problemShape): void {
  if (refusal.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(refusal.retryAfter)));
  sendError(reply, shape(refusal), refusal.challenges);
}

/** An error is never kept by a cache: the next answer may be another one. */
function sendError(reply: FastifyReply, { status, contentType, body }: ErrorBody, challenges: readonly string[]): void {
  reply
    .code(status)
    .header('content-type', contentType)
    .header('cache-control', 'no-store')
    .header('pragma', 'no-cache');
  if (challenges.length > 0) reply.header('www-authenticate', challenges);
  void reply.send(typeof body === 'string' ? body : JSON.stringify(body));
}

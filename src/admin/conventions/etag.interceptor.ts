import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { sha256 } from '../../kernel/digest.js';

const hasVersion = (body: unknown): body is { version: number } =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number';

/** Strong for a resource that counts its writes, weak (a digest of what is answered) for everything else. */
export const entityTag = (body: unknown): string =>
  hasVersion(body) ? `"${body.version}"` : `W/"${sha256(JSON.stringify(body)).toString('base64url').slice(0, 22)}"`;

/** Puts an `ETag` on what is read or written, and answers a read that asks with `If-None-Match` by 304 when nothing changed. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    return next.handle().pipe(
      map((body: unknown) => {
        if (body === undefined || !(isRead || hasVersion(body))) return body;
        const tag = entityTag(body);
        void reply.header('etag', tag);
        if (!isRead || request.headers['if-none-match'] !== tag) return body;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}

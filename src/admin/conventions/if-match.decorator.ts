import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const ENTITY_TAG = /^"(\d{1,9})"$/;
/** A version that no resource has: a tag that this server never gave out is stale by definition. */
const NEVER = -1;

/** The version that `If-Match` wants (RFC 9110 section 13.1.1); undefined when any will do. */
export function expectedVersion(header: string | undefined): number | undefined {
  const tag = header?.trim();
  if (tag === undefined || tag === '*') return undefined;
  const [, version] = ENTITY_TAG.exec(tag) ?? [];
  return version === undefined ? NEVER : Number(version);
}

/** The version named by `If-Match`: one entity tag, or none. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  expectedVersion(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

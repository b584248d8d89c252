import type { FastifyRequest } from 'fastify';
import { FormBody } from '../../http/form-body.js';

/** Name of the hidden field of every form; `views/partials/form-token.hbs` writes it. */
const TOKEN_FIELD = 'form_token';
/** Name of the query parameter that holds the handle of an authorization request. */
const HANDLE_PARAMETER = 'request';

/** The token that came with a form; null when there was none, or two. */
export function presentedToken({ body }: FastifyRequest): string | null {
  const tokens = body instanceof FormBody ? body.pairs.filter(([name]) => name === TOKEN_FIELD) : [];
  return tokens.length === 1 ? (tokens[0]?.[1] ?? null) : null;
}

/** The authorization request that the address of a page names. */
export function addressedHandle({ query }: FastifyRequest): string | undefined {
  const handle = (query as Record<string, unknown>)[HANDLE_PARAMETER];
  return typeof handle === 'string' ? handle : undefined;
}

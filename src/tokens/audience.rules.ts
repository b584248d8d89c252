import type { Client } from '../clients/client.types.js';
import { OPENID_SCOPE } from '../protocol/names.js';
import { OAuthError } from '../protocol/oauth-error.js';

export interface AudienceParts {
  readonly issuer: string;
  readonly client: Client;
  readonly resources: readonly string[];
  readonly scope: readonly string[];
}

/** Whom a token is for: the resources asked for, else the client's audience, else this server, whose userinfo `openid` opens. */
export function audienceOf({ issuer, client, resources, scope }: AudienceParts): string[] {
  const [named = [issuer]] = [resources, client.audience].filter((list) => list.length > 0);
  return [...new Set(scope.includes(OPENID_SCOPE) ? [...named, issuer] : named)];
}

/**
 * The distinct resources of a request, each one that the client may ask for.
 *
 * @throws OAuthError `invalid_target` (RFC 8707 section 2).
 */
export function allowedResources(client: Client, requested: readonly string[]): string[] {
  for (const resource of requested) {
    if (!isResource(resource) || !client.resources.includes(resource)) throw invalidTarget();
  }
  return [...new Set(requested)];
}

/** The parameter is an absolute URI without a fragment (RFC 8707 section 2). */
const isResource = (text: string): boolean => URL.canParse(text) && !text.includes('#');

export const invalidTarget = (): OAuthError =>
  new OAuthError('invalid_target', 'A requested resource is unknown, or not for this client.');

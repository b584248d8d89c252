import type { Pair } from './url-query.js';

/** What the link of one connect attempt says beside the template. */
export interface LinkParameters {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  /** Null where the config has no PKCE. */
  readonly codeChallenge: string | null;
  /** Empty where nothing is asked for by scope. */
  readonly scope: string;
}

/** For {@link UrlTemplate.render}: the parameters of RFC 6749 section 4.1.1 and RFC 7636 section 4.3. */
export const linkParameters = (link: LinkParameters): Pair[] => [
  ['response_type', 'code'],
  ['client_id', link.clientId],
  ['redirect_uri', link.redirectUri],
  ...(link.scope === '' ? [] : [['scope', link.scope] as const]),
  ['state', link.state],
  ...(link.codeChallenge === null
    ? []
    : [['code_challenge', link.codeChallenge] as const, ['code_challenge_method', 'S256'] as const]),
];

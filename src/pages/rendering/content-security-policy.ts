interface PolicyNeeds {
  /** Where a form may lead to in the end: browsers check every hop that follows a form against the list. */
  readonly redirectUri?: string;
  /** Further places of that kind, `*` for a label that is not known yet. */
  readonly formTargets?: readonly string[];
  readonly script?: string;
}

/**
 * The policy of a page (requirements 16, 18 and 19): nothing from elsewhere, no frame around it, and of scripts and inline
 * styles none but those that bear the nonce.
 */
export function pagePolicy(nonce: string, { redirectUri, formTargets = [], script }: PolicyNeeds): string {
  const uris = redirectUri === undefined ? formTargets : [redirectUri, ...formTargets];
  const targets = new Set(uris.map(formTarget));
  return [
    "default-src 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    ...(script === undefined ? [] : [`script-src 'nonce-${nonce}'`]),
    "img-src 'self'",
    `form-action ${["'self'", ...targets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The origin of an http redirect URI, the scheme of a private one. A policy cannot name an IPv6 address: its scheme it is. */
function formTarget(redirectUri: string): string {
  const { protocol, origin, hostname } = new URL(redirectUri);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && !hostname.startsWith('[') ? origin : protocol;
}

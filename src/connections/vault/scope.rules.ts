/** A provider grants it by giving a refresh token, and need not name it. */
const OFFLINE = 'offline_access';

interface Scopes {
  readonly granted: readonly string[];
  readonly missing: readonly string[];
}

/** Which of the scopes that were asked for a provider has granted; where it names none, all (RFC 6749 section 5.1). */
export function grantedOf(asked: readonly string[], told: readonly string[] | null, hasRefreshToken: boolean): Scopes {
  const named = told ?? asked;
  const granted = hasRefreshToken && asked.includes(OFFLINE) ? [...new Set([...named, OFFLINE])] : [...named];
  return { granted, missing: asked.filter((scope) => !granted.includes(scope)) };
}

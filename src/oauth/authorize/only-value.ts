import { invalidRequest } from '../../protocol/oauth-error.js';
import type { RawParameters } from '../../protocol/parameters.js';

/**
 * One parameter, before all of them are read: what decides where an error goes.
 *
 * @returns undefined for an absent or empty one.
 * @throws OAuthError `invalid_request` when it was sent more than once.
 */
export function onlyValue(raw: RawParameters, name: string): string | undefined {
  const values = raw.filter(([sent]) => sent === name);
  if (values.length > 1) throw invalidRequest(`A parameter was sent more than once: ${name}.`);
  return values[0]?.[1] || undefined;
}

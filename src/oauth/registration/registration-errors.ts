import { DomainError } from '../../kernel/domain-error.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import { wireNameOf } from './wire-fields.js';

/** RFC 7591 section 3.2.2. */
export const badMetadata = (description: string): OAuthError => new OAuthError('invalid_client_metadata', description);
export const badRedirectUri = (description: string): OAuthError => new OAuthError('invalid_redirect_uri', description);

/** What the rules of client metadata refuse, in the words of RFC 7591; every other error as it is. */
export function asRegistrationError(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code !== 'invalid') return error;
  const sentences = error.fields.map(({ field, message }) => `${wireNameOf(field)} ${message}.`);
  const aboutRedirects = error.fields.some(({ field }) => field.startsWith('redirectUris'));
  return (aboutRedirects ? badRedirectUri : badMetadata)(sentences.join(' '));
}

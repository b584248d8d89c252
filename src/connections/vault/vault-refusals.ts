import { DomainError } from '../../kernel/domain-error.js';
import { TOO_BUSY, type ProviderError } from './provider.types.js';

/** Why nobody gets a token of a connection, in words for whoever asked for one. */
export const reauthRequired = (reason: string): DomainError =>
  new DomainError('reauth_required', 'The account has to be connected anew by its owner.', { extensions: { reason } });

export const switchedOff = (): DomainError =>
  new DomainError('provider_config_error', 'An administrator has switched this connection off.');

export const secretWithheld = (): DomainError =>
  new DomainError('provider_config_error', 'A secret or token was not entered for, or given by, the host of the call.');

export const connectionGone = (): DomainError =>
  new DomainError('connection_not_found', 'The connection does not exist.');

export const refreshInProgress = (retryAfter = 1): DomainError =>
  new DomainError('refresh_in_progress', 'The token is being refreshed. Come again.', { retryAfter });

/** @param retryAfter seconds */
export const backingOff = (retryAfter: number): DomainError =>
  new DomainError('provider_error', 'The provider could not give a new token. It is asked again later.', {
    retryAfter,
  });

/** @param retryAfter seconds; @param shown what else is told */
export const clientRefused = (retryAfter?: number, shown: Readonly<Record<string, unknown>> = {}): DomainError =>
  new DomainError('provider_config_error', 'The provider refuses the client of this config.', {
    retryAfter,
    extensions: shown,
  });

/** What a failed call means to whoever waits for its outcome. */
export function refusalOf({ failure, code }: ProviderError): DomainError {
  if (failure === 'terminal') return reauthRequired(code);
  if (failure === 'config') return clientRefused(undefined, { provider_error_code: code });
  if (code === TOO_BUSY)
    return new DomainError('unavailable', 'Too many calls are under way. Come again.', { retryAfter: 1 });
  if (code === 'timeout') return new DomainError('provider_timeout', 'The provider did not answer in time.');
  if (code === 'token_missing') return new DomainError(code, 'The answer of the provider holds no access token.');
  if (code === 'token_response_unreadable') return new DomainError(code, 'The answer of the provider is not readable.');
  if (code === 'template_missing_value') return new DomainError(code, 'A value that the config needs is not set.');
  if (failure === 'unusable' && code === 'provider_config_error') return secretWithheld();
  const shown = { provider_error_code: code };
  return new DomainError('provider_error', 'The provider could not give a token.', { extensions: shown });
}

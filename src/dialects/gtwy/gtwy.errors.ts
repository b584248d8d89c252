import type { ErrorShape } from '../../http/error-shape.js';
import { WireError } from '../../http/wire-error.js';
import type { DomainError } from '../../kernel/domain-error.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const SAVING = 'Error saving auth token: Failed to save auth token: ';
const VERIFYING = 'Error verifying auth token: ';
const REFRESHING = 'Error refreshing access token: ';

const failure = (message: string): object => ({ success: false, message });

/** No token, or none that is alive here: the cause is told to nobody. */
export const unauthorizedUser = (realm: string): WireError =>
  new WireError(401, { message: 'unauthorized user' }, { challenges: [`Bearer realm="${realm}"`] });

export const saveFailed = (detail: string): WireError => new WireError(400, failure(SAVING + detail));

/** @param faults `<member>: <what is wrong with it>` */
export const validationFailed = (faults: readonly string[]): WireError =>
  saveFailed(`auth validation failed: ${faults.join(', ')}`);

/** What the domain refuses to store, in the words of a store that fails. */
export const storeRefused = ({ fields, message }: DomainError): WireError =>
  fields.length === 0
    ? saveFailed(message)
    : validationFailed(fields.map(({ field, message: fault }) => `${wireName(field)}: ${fault}`));

function wireName(field: string): string {
  if (field.startsWith('redirectUris')) return 'redirection_url';
  return field === 'clientId' ? 'client_id' : field;
}

/** The same for a client that is unknown, disabled or another system's, and for a URL that is not its own. */
export const notSaved = (): WireError =>
  new WireError(400, failure(`${VERIFYING}Invalid client_id or redirection_url`));

export const refreshTokenMissing = (): WireError => new WireError(400, failure('Refresh token is required'));

/** @param cause for the log alone: one answer for every cause. */
export const refreshTokenRefused = (cause?: unknown): WireError =>
  new WireError(401, failure('Invalid or expired refresh token'), { cause });

/** Of everything that no route has words of its own for. */
export const genericShape: ErrorShape = ({ status, description }) => ({
  status,
  contentType: JSON_TYPE,
  body: { message: description, data: {} },
});

/** A route that says itself that it failed says so too when the server is to blame. */
const failureShape =
  (beginning: string): ErrorShape =>
  (refusal) => {
    const { status, description } = refusal;
    return status < 500
      ? genericShape(refusal)
      : { status, contentType: JSON_TYPE, body: failure(beginning + description) };
  };

export const savingShape = failureShape(SAVING);
export const verifyingShape = failureShape(VERIFYING);
export const refreshingShape = failureShape(REFRESHING);

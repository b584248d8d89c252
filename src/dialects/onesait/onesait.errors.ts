import type { Settings } from '../../config/settings.js';
import type { ErrorShape } from '../../http/error-shape.js';
import { WireError } from '../../http/wire-error.js';

/** Verbatim as the original sends it. */
export const JSON_TYPE = 'application/json;charset=UTF-8';

/** Which statuses the token endpoint answers with. */
export type Statuses = Settings['dialectOnesaitStatuses'];

/** What no row of the original foresees: ours, in its form. A media type that is not spoken is a bad request like any other. */
export const onesaitShape: ErrorShape = ({ status, oauth, description }) => ({
  status: status === 415 ? 400 : status,
  contentType: JSON_TYPE,
  body: body(oauth, description),
});

/** Keeps why it is refused for the log. */
export function because(refused: WireError, cause: unknown): WireError {
  refused.cause = cause;
  return refused;
}

const body = (error: string, description: string): object => ({ error, error_description: description });

const refusal = (status: number, error: string, description: string): WireError =>
  new WireError(status, body(error, description), { contentType: JSON_TYPE });

/** A 401 that Spring gives by itself names its error in a challenge too; `description` must be fit for a header. */
const challenged = (scheme: string, error: string, description: string): WireError =>
  new WireError(401, body(error, description), {
    contentType: JSON_TYPE,
    challenges: [`${scheme} error="${error}", error_description="${description}"`],
  });

const unauthorized = (description: string): WireError =>
  new WireError(401, body('unauthorized', description), {
    contentType: JSON_TYPE,
    challenges: ['Basic realm="oauth2/client"'],
  });

export const credentialsMissing = (): WireError =>
  unauthorized('Full authentication is required to access this resource');

/** An unknown realm, and one that is not the path's, read like a wrong key. */
export const basicRefused = (): WireError => unauthorized('Bad credentials');

export const formRefused = (): WireError =>
  challenged('Form realm="oauth2/client",', 'invalid_client', 'Bad client credentials');

export const otherClientNamed = (): WireError =>
  challenged('Bearer', 'invalid_client', 'Given client ID does not match authenticated client');

/** @param type a grant type that the server knows: the text stands in a header. */
export const grantNotAllowed = (type: string): WireError =>
  challenged('Bearer', 'invalid_client', `Unauthorized grant type: ${type}`);

const invalidGrant = (newest: number, description: string, statuses: Statuses): WireError =>
  refusal(statuses === 'spring' ? 400 : newest, 'invalid_grant', description);

export const passwordIncorrect = (user: string, statuses: Statuses): WireError =>
  invalidGrant(400, `Authentication failed. Password incorrect for ${user}`, statuses);

export const userUnknown = (user: string, statuses: Statuses): WireError =>
  invalidGrant(404, `Authentication failed. User not exists: ${user}`, statuses);

export const userDeactivated = (user: string, statuses: Statuses): WireError =>
  invalidGrant(401, `Authentication failed. User deactivated: ${user}`, statuses);

export const notInRealm = (user: string, realm: string): WireError =>
  refusal(403, 'access_denied', `User is not in clientId/Realm. Username: ${user} , clientId: ${realm}`);

export const refreshTokenInvalid = (value: string, statuses: Statuses): WireError =>
  invalidGrant(401, `Invalid refresh token: ${value}`, statuses);

export const refreshTokenOfOther = (value: string, statuses: Statuses): WireError =>
  invalidGrant(401, `Wrong client for this refresh token: ${value}`, statuses);

/** @param value one that this server issued: the text stands in a header. */
export const refreshTokenExpired = (value: string): WireError =>
  challenged('Bearer', 'invalid_token', `Invalid refresh token (expired): ${value}`);

export const refreshTokenMissing = (): WireError =>
  refusal(401, 'invalid_request', 'refresh_token parameter not provided');

export const codeInvalid = (value: string, statuses: Statuses): WireError =>
  invalidGrant(401, `Invalid authorization code: ${value}`, statuses);

export const codeMissing = (): WireError => refusal(401, 'invalid_request', 'An authorization code must be supplied.');

export const grantTypeMissing = (): WireError => refusal(401, 'invalid_request', 'Missing grant type');

export const grantTypeUnknown = (type: string): WireError =>
  refusal(401, 'unsupported_grant_type', `Unsupported grant type: ${type}`);

/** @param allowed every scope that the client may ask for. */
export const scopeNotAllowed = (scope: string, allowed: readonly string[]): WireError =>
  new WireError(
    401,
    { ...body('invalid_scope', `Invalid scope: ${scope}`), scope: allowed.join(' ') },
    { contentType: JSON_TYPE },
  );

const methodRefusal =
  (status: number) =>
  (method: string): WireError =>
    refusal(status, 'method_not_allowed', `Request method '${method}' not supported`);

/** The token endpoint answers it as it answers almost everything. */
export const tokenMethodRefused = methodRefusal(401);
export const methodRefused = methodRefusal(405);

export const tokenMissing = (): WireError =>
  refusal(400, 'invalid_request', "Required String parameter 'token' is not present");

export const authorizationMissing = (): WireError =>
  refusal(400, 'invalid_request', "Missing request header 'Authorization'");

export const tokenNotRecognised = (): WireError => refusal(400, 'invalid_token', 'Token was not recognised');

export const tokenExpired = (): WireError => refusal(400, 'invalid_token', 'Token has expired');

import { FormBody, formParameters, parsePairs } from '../../http/form-body.js';
import { queryOf } from '../../http/query-of.js';
import { requestInfo, type RequestInfo } from '../../http/request-info.js';
import { isBasic, readBasic } from '../../oauth/client-auth/basic-credentials.js';
import { authorizationOf } from '../../oauth/client-auth/authorization-header.js';
import type { TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { onlyValue } from '../../oauth/authorize/only-value.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { AuthorizedRealm } from './realms.service.js';

/** A request of this dialect, of which nothing is judged yet. */
export interface OnesaitCall {
  /** As the path names it; absent at the dialect's own paths. */
  readonly realmName?: string;
  readonly authorization?: string;
  readonly parameters: RawParameters;
  /** When it arrived, UTC milliseconds. */
  readonly at: number;
  readonly request: RequestInfo;
}

/** @throws OAuthError `invalid_request` for a body that is no form, or for two Authorization headers. */
export const formCall = (request: TimedRequest): OnesaitCall => callWith(request, formParameters(request.body));

/** The same where parameters may stand in the address too: the original's clients put the token there. */
export const queryOrFormCall = (request: TimedRequest): OnesaitCall =>
  callWith(request, [...parsePairs(queryOf(request.url)), ...optionalForm(request.body)]);

const callWith = (request: TimedRequest, parameters: RawParameters): OnesaitCall => ({
  realmName: (request.params as { realm?: string }).realm,
  authorization: authorizationOf(request),
  parameters,
  at: request.arrivedAt,
  request: requestInfo(request),
});

/** @throws OAuthError `invalid_request` for two of them. */
export const authorizedRealm = (request: TimedRequest): AuthorizedRealm => ({
  ofPath: (request.params as { realm?: string }).realm,
  clientId: onlyValue(parsePairs(queryOf(request.url)), 'client_id'),
});

/** For endpoints where credentials stand in the header alone. */
export const withoutForm = (call: OnesaitCall): OnesaitCall => ({ ...call, parameters: [] });

function optionalForm(body: unknown): RawParameters {
  if (body == null) return [];
  if (body instanceof FormBody) return body.pairs;
  throw invalidRequest('The parameters are read from the address, or from an application/x-www-form-urlencoded body.');
}

export const CREDENTIAL_FIELDS = ['client_id', 'client_secret'];

/** How the credentials of a call came, with what they name; null where there are none. */
export interface Claim {
  readonly by: 'basic' | 'form';
  /** The likeliest first. */
  readonly names: readonly string[];
}

/** The two form fields count only together: a name alone claims nothing. */
export function claimOf({ authorization, parameters }: OnesaitCall): Claim | null {
  if (isBasic(authorization)) return { by: 'basic', names: readBasic(authorization).map(({ clientId }) => clientId) };
  const [name, secret] = CREDENTIAL_FIELDS.map((field) => parameters.find(([sent]) => sent === field)?.[1]);
  return name && secret ? { by: 'form', names: [name] } : null;
}

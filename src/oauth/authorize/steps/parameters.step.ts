import { Injectable } from '@nestjs/common';
import { readParameters, type RawParameters } from '../../../protocol/parameters.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** What an authorization request may say; everything else is ignored (RFC 6749 section 3.1). */
export const AUTHORIZATION_PARAMETERS = {
  once: [
    'client_id',
    'redirect_uri',
    'response_type',
    'response_mode',
    'scope',
    'state',
    'code_challenge',
    'code_challenge_method',
    'nonce',
    'prompt',
    'max_age',
    'login_hint',
    'id_token_hint',
    'acr_values',
    'claims',
    'ui_locales',
    'display',
    'registration',
  ],
  repeatable: ['resource'],
};

const NAMES: ReadonlySet<string> = new Set([
  ...AUTHORIZATION_PARAMETERS.once,
  ...AUTHORIZATION_PARAMETERS.repeatable,
  'request',
  'request_uri',
]);

/** The parameters of a request to the authorization endpoint, without those that are ignored: credentials of a client, say. */
export const authorizationParameters = (raw: RawParameters): RawParameters => raw.filter(([name]) => NAMES.has(name));

/** Each parameter once, none too long (requirements 11, 12 and 53). */
@Injectable()
export class ParametersStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    return draft.with({ parameters: readParameters(draft.raw, AUTHORIZATION_PARAMETERS) });
  }
}

import type { Client } from '../../src/clients/client.types.js';
import type { AdmissionStep } from '../../src/oauth/authorize/admission-step.js';
import { Draft } from '../../src/oauth/authorize/draft.js';
import { AUTHORIZATION_PARAMETERS } from '../../src/oauth/authorize/steps/parameters.step.js';
import { OAuthError } from '../../src/protocol/oauth-error.js';
import { readParameters, type RawParameters } from '../../src/protocol/parameters.js';
import type { Realm } from '../../src/realms/realm.types.js';
import { newClient } from './client.builder.js';

export const REALM = { id: 'r', name: 'demo' } as Realm;
export const TARGET = {
  redirectUri: 'https://a.example/cb',
  redirectUriSent: true,
  responseMode: 'query',
  state: null,
};

/** As the step finds it: what was sent has been read, and it is known where an answer goes. */
export function draft(raw: RawParameters, client: Partial<Client> = {}): Draft {
  const parameters = readParameters(raw, AUTHORIZATION_PARAMETERS);
  return Draft.of(REALM, raw).with({ client: newClient(client), target: TARGET, parameters });
}

export async function wantedBy(step: AdmissionStep, raw: RawParameters, client: Partial<Client> = {}) {
  return (await step.admit(draft(raw, client))).finish();
}

export async function errorOf(step: AdmissionStep, begun: Draft): Promise<string> {
  try {
    await step.admit(begun);
    return 'none';
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
}

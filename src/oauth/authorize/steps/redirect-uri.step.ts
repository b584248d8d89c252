import { Injectable } from '@nestjs/common';
import type { Client } from '../../../clients/client.types.js';
import { redirectUriFault } from '../../../clients/redirect-uri.rules.js';
import { OPENID_SCOPE } from '../../../protocol/names.js';
import { invalidRequest } from '../../../protocol/oauth-error.js';
import type { RawParameters } from '../../../protocol/parameters.js';
import { registeredRedirect } from '../../../protocol/redirect-uri.js';
import { DEFAULT_RESPONSE_MODE } from '../../response-modes/response-modes.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';
import { onlyValue } from '../only-value.js';

/** Where the answer goes: to a redirect URI of the client or nowhere (requirements 1 to 7). */
@Injectable()
export class RedirectUriStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    const sent = onlyValue(draft.raw, 'redirect_uri');
    const redirectUri = sent === undefined ? theOnlyOne(draft.client, draft.raw) : oneOf(draft.client, sent);
    // What was registered under older rules, or came into the database by another way, is judged as it is used.
    if (redirectUriFault(redirectUri) !== null)
      throw invalidRequest('The redirect URI is not one to send a browser to.');
    const state = onlyState(draft.raw);
    return draft.with({
      target: { redirectUri, redirectUriSent: sent !== undefined, responseMode: DEFAULT_RESPONSE_MODE, state },
    });
  }
}

function oneOf({ redirectUris }: Client, sent: string): string {
  if (registeredRedirect(redirectUris, sent) === null)
    throw invalidRequest('The redirect URI is not one of the client.');
  return sent;
}

/** RFC 6749 section 3.1.2.3; an OpenID Connect request always names it (OpenID Connect Core section 3.1.2.1). */
function theOnlyOne({ redirectUris }: Client, raw: RawParameters): string {
  const [only, ...others] = redirectUris;
  const isOpenid = raw.some(([name, value]) => name === 'scope' && value.split(' ').includes(OPENID_SCOPE));
  if (only === undefined || others.length > 0 || isOpenid)
    throw invalidRequest('The parameter redirect_uri is missing.');
  return only;
}

/** Of two nobody knows which one the client waits for: that error comes without any. */
function onlyState(raw: RawParameters): string | null {
  const states = raw.filter(([name, value]) => name === 'state' && value !== '');
  return states.length === 1 ? (states[0]?.[1] ?? null) : null;
}

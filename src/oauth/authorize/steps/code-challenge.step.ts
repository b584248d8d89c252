import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../protocol/oauth-error.js';
import { isChallenge, S256 } from '../../../protocol/pkce.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** PKCE (RFC 7636): S256 and nothing less, for every public client and for those that an administrator holds to it. */
@Injectable()
export class CodeChallengeStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    const { client, parameters } = draft;
    const challenge = parameters.get('code_challenge');
    const method = parameters.get('code_challenge_method');
    if (challenge === undefined) {
      if (method !== undefined) throw invalidRequest('The parameter code_challenge is missing.');
      if (client.type === 'public' || client.requirePkce)
        throw invalidRequest('The parameter code_challenge is missing.');
      return draft;
    }
    // Without a method it would be `plain` (section 4.3).
    if (method !== S256) throw invalidRequest(`The code_challenge_method has to be ${S256}.`);
    if (!isChallenge(challenge)) throw invalidRequest('The code_challenge is not a SHA-256 in base64url.');
    return draft.wanting({ codeChallenge: challenge });
  }
}

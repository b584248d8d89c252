import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** Clients do not register themselves in passing (OpenID Connect Core section 7.2.1). */
@Injectable()
export class RegistrationStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    if (draft.parameters.get('registration') === undefined) return draft;
    throw new OAuthError('registration_not_supported', 'The parameter registration is not taken.');
  }
}

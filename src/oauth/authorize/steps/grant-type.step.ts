import { Injectable } from '@nestjs/common';
import { GRANT_TYPES } from '../../../protocol/names.js';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** A client that could not redeem a code gets none (requirement 14). */
@Injectable()
export class GrantTypeStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    if (draft.client.grantTypes.includes(GRANT_TYPES.authorizationCode)) return draft;
    throw new OAuthError('unauthorized_client', 'The client may not use this grant type.');
  }
}

import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { hasRequestObject } from '../../request-objects/request-objects.service.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';
import { RedirectUriStep } from './redirect-uri.step.js';
import { ResponseModeStep } from './response-mode.step.js';

/**
 * Where it is told that a request object is not taken: what stands inside is not known then, and what stands beside it is
 * judged by the same rules. Without a good redirect URI there the user alone is told.
 */
@Injectable()
export class OutsideTargetStep extends AdmissionStep {
  constructor(
    private readonly redirectUri: RedirectUriStep,
    private readonly responseMode: ResponseModeStep,
  ) {
    super();
  }

  admit(draft: Draft): Draft {
    if (!hasRequestObject(draft.raw)) return draft;
    try {
      return this.responseMode.admit(this.redirectUri.admit(draft));
    } catch (error) {
      if (error instanceof OAuthError) return draft;
      throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** Request objects (OpenID Connect Core section 6) are refused by their own errors, not ignored. */
@Injectable()
export class RequestObjectStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    if (isSent(draft, 'request')) throw new OAuthError('request_not_supported', 'Request objects are not taken.');
    if (isSent(draft, 'request_uri'))
      throw new OAuthError('request_uri_not_supported', 'Request objects are not taken.');
    return draft;
  }
}

const isSent = ({ raw }: Draft, name: string): boolean => raw.some(([sent, value]) => sent === name && value !== '');

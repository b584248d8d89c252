import { Injectable } from '@nestjs/common';
import { RESPONSE_TYPES } from '../../../protocol/names.js';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** A set of values, compared as one: there is `code`, and no token ever comes from this endpoint (RFC 9700 section 2.1.2). */
@Injectable()
export class ResponseTypeStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    const asked = [...new Set(draft.parameters.require('response_type').split(' '))].sort().join(' ');
    if (asked === RESPONSE_TYPES.code) return draft;
    throw new OAuthError('unsupported_response_type', 'The server knows the response_type code alone.');
  }
}

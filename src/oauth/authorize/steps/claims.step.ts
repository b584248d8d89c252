import { Injectable } from '@nestjs/common';
import { parseClaimsRequest } from '../../../protocol/claims-request.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** Single claims that the client wants (OpenID Connect Core section 5.5). */
@Injectable()
export class ClaimsStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    const text = draft.parameters.get('claims');
    return text === undefined ? draft : draft.wanting({ claims: parseClaimsRequest(text) });
  }
}

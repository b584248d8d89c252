import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** How long ago the user may have signed in, in seconds; what the client is registered with unless the request says it. */
@Injectable()
export class MaxAgeStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    const text = draft.parameters.get('max_age');
    if (text === undefined) return draft.wanting({ maxAge: draft.client.defaultMaxAge });
    if (!/^\d{1,10}$/.test(text)) throw invalidRequest('The parameter max_age is not a number of seconds.');
    return draft.wanting({ maxAge: Number(text) });
  }
}

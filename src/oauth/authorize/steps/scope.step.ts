import { Injectable } from '@nestjs/common';
import { requestedScope } from '../../token/requested-scope.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** Nothing that the client is not registered for (requirement 51). */
@Injectable()
export class ScopeStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    return draft.wanting({ scope: requestedScope(draft.client, draft.parameters) });
  }
}

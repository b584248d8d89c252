import { Inject, Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../protocol/oauth-error.js';
import { RESPONSE_MODES_BY_NAME, type ResponseModes } from '../../response-modes/response-modes.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';
import { onlyValue } from '../only-value.js';

/** How the answer travels, and from here on every error too. */
@Injectable()
export class ResponseModeStep extends AdmissionStep {
  constructor(@Inject(RESPONSE_MODES_BY_NAME) private readonly modes: ResponseModes) {
    super();
  }

  admit(draft: Draft): Draft {
    const responseMode = onlyValue(draft.raw, 'response_mode');
    if (responseMode === undefined || !draft.target) return draft;
    if (!this.modes.has(responseMode)) throw invalidRequest('The server does not know this response_mode.');
    return draft.with({ target: { ...draft.target, responseMode } });
  }
}

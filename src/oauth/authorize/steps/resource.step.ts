import { Injectable } from '@nestjs/common';
import { allowedResources } from '../../../tokens/audience.rules.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** Whom the tokens shall be for (RFC 8707 section 2.1). */
@Injectable()
export class ResourceStep extends AdmissionStep {
  admit(draft: Draft): Draft {
    return draft.wanting({ resources: allowedResources(draft.client, draft.parameters.all('resource')) });
  }
}

import { Injectable } from '@nestjs/common';
import { hasRequestObject, RequestObjects } from '../../request-objects/request-objects.service.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** What a request object says counts, and nothing that stands beside it (RFC 9101 section 5, requirement 66). */
@Injectable()
export class RequestObjectStep extends AdmissionStep {
  constructor(private readonly objects: RequestObjects) {
    super();
  }

  async admit(draft: Draft): Promise<Draft> {
    if (!hasRequestObject(draft.raw)) return draft;
    const raw = await this.objects.read(draft.realm, draft.client, draft.raw);
    return draft.withRaw(raw, { target: undefined });
  }
}

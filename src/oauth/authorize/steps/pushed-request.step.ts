import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';
import { onlyValue } from '../only-value.js';
import { isPushedUri, PushedRequests } from '../pushed-requests.service.js';

/** What was pushed counts, and nothing that stands beside its `request_uri` (RFC 9126 section 4). */
@Injectable()
export class PushedRequestStep extends AdmissionStep {
  constructor(private readonly pushed: PushedRequests) {
    super();
  }

  async admit(draft: Draft): Promise<Draft> {
    const requestUri = onlyValue(draft.raw, 'request_uri');
    if (requestUri === undefined || !isPushedUri(requestUri)) return draft;
    const found = await this.pushed.find(draft.realm, draft.client, requestUri);
    if (!found) throw new OAuthError('invalid_request_uri', 'The request was not pushed, was used, or has expired.');
    return draft.withRaw(found.parameters, { pushed: found.hash });
  }
}

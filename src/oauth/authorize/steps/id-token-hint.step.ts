import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../protocol/oauth-error.js';
import { IdTokenHints } from '../../openid/id-token-hints.service.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';

/** Who shall be signed in: told by an ID token that this client once got (OpenID Connect Core section 3.1.2.1). */
@Injectable()
export class IdTokenHintStep extends AdmissionStep {
  constructor(private readonly hints: IdTokenHints) {
    super();
  }

  async admit(draft: Draft): Promise<Draft> {
    const token = draft.parameters.get('id_token_hint');
    if (token === undefined) return draft;
    const hint = await this.hints.verify(draft.realm, token);
    if (hint?.aud !== draft.client.clientId)
      throw invalidRequest('The id_token_hint is not an ID token of the client.');
    return draft.wanting({ hintedSubject: hint.sub });
  }
}

import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { Subjects } from '../../../tokens/subjects.service.js';
import type { Interaction } from '../authorization.types.js';
import { DecisionStep } from '../decision-step.js';
import { isConfirmed, whoIs, type Deliberation } from '../deliberation.js';

/** With an `id_token_hint` nobody else is taken for the user it names (requirement 25); a sign-in may still put it right. */
@Injectable()
export class HintedUserStep extends DecisionStep {
  constructor(private readonly subjects: Subjects) {
    super();
  }

  decide(deliberation: Deliberation): Deliberation | Interaction {
    const { realm, client, parameters } = deliberation;
    if (parameters.hintedSubject === null) return deliberation;
    const subject = this.subjects.of(realm, { client, user: whoIs(deliberation).user });
    if (subject === parameters.hintedSubject) return deliberation;
    if (!isConfirmed(deliberation)) return 'login';
    throw new OAuthError('login_required', 'Another user signed in than the one of the id_token_hint.');
  }
}

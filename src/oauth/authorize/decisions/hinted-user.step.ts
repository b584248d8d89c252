import { Injectable } from '@nestjs/common';
import { allowsSubject } from '../../../protocol/claims-request.js';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { Subjects } from '../../../tokens/subjects.service.js';
import type { Interaction } from '../authorization.types.js';
import { DecisionStep } from '../decision-step.js';
import { isConfirmed, whoIs, type Deliberation } from '../deliberation.js';

/**
 * Where an `id_token_hint` or the `claims` parameter names a user, nobody else is taken for it (requirement 25); a sign-in may
 * still put it right.
 */
@Injectable()
export class HintedUserStep extends DecisionStep {
  constructor(private readonly subjects: Subjects) {
    super();
  }

  decide(deliberation: Deliberation): Deliberation | Interaction {
    const { realm, client, parameters } = deliberation;
    const { hintedSubject, claims } = parameters;
    const subject = this.subjects.of(realm, { client, user: whoIs(deliberation).user });
    if ([null, subject].includes(hintedSubject) && allowsSubject(claims, subject)) return deliberation;
    if (!isConfirmed(deliberation)) return 'login';
    throw new OAuthError('login_required', 'Another user signed in than the one that the client asks for.');
  }
}

import { Injectable } from '@nestjs/common';
import type { Interaction } from '../authorization.types.js';
import { DecisionStep } from '../decision-step.js';
import { isReauthenticated, whoIs, type Deliberation } from '../deliberation.js';

/** `prompt=login`, or a sign-in that is older than `max_age`: the user proves anew who it is, for this very request. */
@Injectable()
export class FreshSignInStep extends DecisionStep {
  decide(deliberation: Deliberation): Deliberation | Interaction {
    return isWanted(deliberation) && !isReauthenticated(deliberation) ? 'login' : deliberation;
  }
}

function isWanted(deliberation: Deliberation): boolean {
  const { prompt, maxAge } = deliberation.parameters;
  const age = deliberation.at - whoIs(deliberation).session.authTime;
  return prompt.includes('login') || maxAge === 0 || (maxAge !== null && age > maxAge * 1000);
}

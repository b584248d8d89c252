import { Injectable } from '@nestjs/common';
import { SessionsService } from '../../../users/sessions/sessions.service.js';
import { DecisionStep } from '../decision-step.js';
import type { Deliberation } from '../deliberation.js';
import type { Interaction } from '../authorization.types.js';

/** Somebody is signed in at this browser; and where somebody signed in for this request, it is still the same session. */
@Injectable()
export class SessionStep extends DecisionStep {
  constructor(private readonly sessions: SessionsService) {
    super();
  }

  async decide(deliberation: Deliberation): Promise<Deliberation | Interaction> {
    const { realm, browser, at, stored } = deliberation;
    const { sessionValue } = browser;
    const signedIn = sessionValue === null ? null : await this.sessions.signedIn(realm, sessionValue, at);
    if (!signedIn) return 'login';
    if (stored?.loginAt != null && stored.sessionId !== signedIn.session.id) return 'login';
    return { ...deliberation, signedIn };
  }
}

import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { isAskedEveryTime, notYetAllowed } from '../../consents/consent.rules.js';
import { ConsentsService } from '../../consents/consents.service.js';
import { askedScopes } from '../../openid/asked-scopes.js';
import type { Interaction } from '../authorization.types.js';
import { DecisionStep } from '../decision-step.js';
import { whoIs, type Deliberation } from '../deliberation.js';

/** The user has allowed the client what it asks for: now, in the session that it is in, or once before. */
@Injectable()
export class ConsentStep extends DecisionStep {
  constructor(private readonly consents: ConsentsService) {
    super();
  }

  async decide(deliberation: Deliberation): Promise<Deliberation | Interaction> {
    const { session } = whoIs(deliberation);
    const given = deliberation.stored?.consent;
    if (given?.sessionId === session.id) {
      if (given.decision === 'allow') return deliberation;
      throw new OAuthError('access_denied', 'The user has not allowed it.');
    }
    return (await this.isNeeded(deliberation)) ? 'consent' : deliberation;
  }

  private async isNeeded(deliberation: Deliberation): Promise<boolean> {
    const { realm, client, parameters } = deliberation;
    if (parameters.prompt.includes('consent') || isAskedEveryTime(client, parameters.redirectUri)) return true;
    const consent = await this.consents.find(realm, whoIs(deliberation).user.id, client.id);
    return !consent || notYetAllowed(consent, askedScopes(client, parameters)).length > 0;
  }
}

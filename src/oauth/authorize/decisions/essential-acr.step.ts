import { Injectable } from '@nestjs/common';
import { essentialAcr } from '../../../protocol/claims-request.js';
import { OAuthError } from '../../../protocol/oauth-error.js';
import { DecisionStep } from '../decision-step.js';
import { whoIs, type Deliberation } from '../deliberation.js';

/**
 * A client that calls an `acr` essential takes no sign-in of another kind (OpenID Connect Core section 5.5.1.1). There is one
 * kind of sign-in, so that a further one would not help.
 */
@Injectable()
export class EssentialAcrStep extends DecisionStep {
  decide(deliberation: Deliberation): Deliberation {
    const wanted = essentialAcr(deliberation.parameters.claims);
    if (wanted === null || wanted.includes(whoIs(deliberation).session.acr)) return deliberation;
    throw new OAuthError(
      'unmet_authentication_requirements',
      'The server has no sign-in of the kind that the client asks for.',
    );
  }
}

import { Injectable } from '@nestjs/common';
import type { Interaction } from '../authorization.types.js';
import { DecisionStep } from '../decision-step.js';
import { isConfirmed, type Deliberation } from '../deliberation.js';

/** `prompt=select_account`: the user says which account it shall be, though one is signed in. */
@Injectable()
export class AccountChoiceStep extends DecisionStep {
  decide(deliberation: Deliberation): Deliberation | Interaction {
    const isAsked = deliberation.parameters.prompt.includes('select_account');
    return isAsked && !isConfirmed(deliberation) ? 'select_account' : deliberation;
  }
}

import type { Interaction } from './authorization.types.js';
import type { Deliberation } from './deliberation.js';

/** One rule on what the user has to do before the client is answered: one class in one file, and one line of `pipeline.ts`. */
export abstract class DecisionStep {
  /**
   * @returns the page that comes next, when the rule is not kept yet.
   * @throws OAuthError when it cannot be kept: told to the client.
   */
  abstract decide(deliberation: Deliberation): Deliberation | Interaction | Promise<Deliberation | Interaction>;
}

import type { Draft } from './draft.js';

/** One rule that an authorization request has to keep: one class in one file, and one line of `pipeline.ts`. */
export abstract class AdmissionStep {
  /** @throws OAuthError told to the client, or to the user alone as long as it is not known where the answer goes. */
  abstract admit(draft: Draft): Draft | Promise<Draft>;
}

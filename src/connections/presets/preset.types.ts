import type { ConfigDefinition } from '../configs/config.types.js';

/** What is known of a provider, so that a config needs no more than a client id and a secret. */
export interface Preset {
  readonly key: string;
  readonly name: string;
  /** Day, `YYYY-MM-DD`, on which it was compared with what the provider says. */
  readonly checkedOn: string;
  readonly docsUrl: string;
  /** Whether a refresh gives a new refresh token and ends the old one. */
  readonly rotates: boolean;
  /** Its scopes are those that one begins with. */
  readonly definition: ConfigDefinition;
  /** What one has to know; `unverified: …` for what was not seen in the provider's own documents. */
  readonly notes: readonly string[];
}

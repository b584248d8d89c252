import type { AuthorizationResponse } from '../authorize/authorization.types.js';

/** One way for an answer to travel to the client (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1). */
export abstract class ResponseMode {
  /** The wire value of `response_mode`. */
  abstract readonly name: string;

  /** @param redirectUri one of the client's. */
  abstract respond(redirectUri: string, parameters: Readonly<Record<string, string>>): AuthorizationResponse;
}

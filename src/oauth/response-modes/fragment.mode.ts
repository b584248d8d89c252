import { Injectable } from '@nestjs/common';
import type { AuthorizationResponse } from '../authorize/authorization.types.js';
import { ResponseMode } from './response-mode.js';

/** For clients that run in the browser: what follows `#` is sent to no server. */
@Injectable()
export class FragmentMode extends ResponseMode {
  readonly name = 'fragment';

  respond(redirectUri: string, parameters: Readonly<Record<string, string>>): AuthorizationResponse {
    return { by: 'redirect', location: `${redirectUri}#${new URLSearchParams(parameters).toString()}` };
  }
}

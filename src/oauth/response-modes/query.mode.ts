import { Injectable } from '@nestjs/common';
import { withParameters } from '../../protocol/redirect-uri.js';
import type { AuthorizationResponse } from '../authorize/authorization.types.js';
import { ResponseMode } from './response-mode.js';

/** What a code comes by when nothing else is asked for (RFC 6749 section 4.1.2). No token ever travels so: there is none here. */
@Injectable()
export class QueryMode extends ResponseMode {
  readonly name = 'query';

  respond(redirectUri: string, parameters: Readonly<Record<string, string>>): AuthorizationResponse {
    return { by: 'redirect', location: withParameters(redirectUri, parameters) };
  }
}

import { Injectable } from '@nestjs/common';
import type { AuthorizationResponse } from '../authorize/authorization.types.js';
import { ResponseMode } from './response-mode.js';

/** A form that the browser posts to the client: nothing stands in any address (OAuth 2.0 Form Post Response Mode). */
@Injectable()
export class FormPostMode extends ResponseMode {
  readonly name = 'form_post';

  respond(redirectUri: string, parameters: Readonly<Record<string, string>>): AuthorizationResponse {
    return { by: 'form', action: redirectUri, fields: parameters };
  }
}

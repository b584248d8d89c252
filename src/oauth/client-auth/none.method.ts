import { Injectable } from '@nestjs/common';
import { CLIENT_AUTH_METHODS } from '../../protocol/names.js';
import { ClientAuthMethod, type ClientAuthRequest } from './client-auth-method.js';

/** A public client, which cannot keep a secret: it names itself by `client_id` alone (RFC 6749 section 3.2.1). */
@Injectable()
export class NoneMethod extends ClientAuthMethod {
  readonly name = CLIENT_AUTH_METHODS.none;
  readonly parameters = [];
  readonly proves = false;

  present({ parameters }: ClientAuthRequest): readonly string[] | null {
    const clientId = parameters.get('client_id');
    return clientId === undefined ? null : [clientId];
  }

  async verify(): Promise<boolean> {
    return true;
  }
}

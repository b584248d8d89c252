import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { Egress } from '../../egress/egress.service.js';
import { EgressError } from '../../egress/egress.types.js';
import { OAuthError } from '../../protocol/oauth-error.js';

const MAX_BYTES = 16 * 1024;
const ACCEPTED = 'application/oauth-authz-req+jwt, application/jwt, text/plain;q=0.5, */*;q=0.1';

/** Request objects that stand at an address of the client (RFC 9101 section 5.2). */
@Injectable()
export class RequestUris {
  constructor(private readonly egress: Egress) {}

  /**
   * Nothing is called but what the client has registered, letter by letter (requirement 66).
   *
   * @throws OAuthError `request_uri_not_supported` for a client without any, `invalid_request_uri`
   */
  async fetch({ requestUris }: Pick<Client, 'requestUris'>, uri: string): Promise<string> {
    if (requestUris.length === 0)
      throw new OAuthError('request_uri_not_supported', 'The client has registered no request_uri.');
    if (!requestUris.includes(uri)) throw invalid('The request_uri is not one that the client has registered.');
    const text = await this.call(uri);
    if (text === null) throw invalid('There is no request object at the request_uri.');
    return text;
  }

  private async call(uri: string): Promise<string | null> {
    try {
      const request = { purpose: 'request_uri', headers: { accept: ACCEPTED }, maxBytes: MAX_BYTES };
      const { status, body } = await this.egress.fetch(uri, request);
      return status === 200 ? body.toString('latin1').trim() : null;
    } catch (error) {
      if (error instanceof EgressError) return null;
      throw error;
    }
  }
}

const invalid = (description: string): OAuthError => new OAuthError('invalid_request_uri', description);

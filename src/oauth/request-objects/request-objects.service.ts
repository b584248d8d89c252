import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { Clock, toSeconds } from '../../kernel/clock.js';
import { readCompact } from '../../kernel/compact-jws.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import { ClientKeys } from '../client-keys/client-keys.service.js';
import { isOfType, objectAlgorithm, takesUnsigned } from './object-signature.rules.js';
import { badObject, checkObject, effectiveParameters, type RequestClaims } from './request-object.rules.js';
import { RequestUris } from './request-uris.service.js';

/** Where an object came from decides what is said of one that the client may not send. */
export type ObjectSource = 'request' | 'request_uri';

interface PresentedObject {
  readonly text: string;
  readonly source: ObjectSource;
}

/** Authorization requests as a client's signed word (RFC 9101), by value and by reference. */
@Injectable()
export class RequestObjects {
  constructor(
    private readonly keys: ClientKeys,
    private readonly uris: RequestUris,
    private readonly issuer: RealmIssuer,
    private readonly clock: Clock,
  ) {}

  /**
   * The parameters that count: those of the object that came with the request, or those that were sent where there is none.
   *
   * @throws OAuthError `invalid_request_object`, `invalid_request_uri`, `request_not_supported`, `request_uri_not_supported`
   */
  async read(realm: Realm, client: Client, sent: RawParameters): Promise<RawParameters> {
    const object = await this.find(client, sent);
    if (!object) return sent;
    const claims = await this.claimsOf(client, object);
    const now = toSeconds(this.clock.now());
    checkObject(claims, { clientId: client.clientId, issuer: this.issuer.of(realm), now });
    return effectiveParameters(claims, sent);
  }

  private async find(client: Client, sent: RawParameters): Promise<PresentedObject | null> {
    const [text, uri] = [valueOf(sent, 'request'), valueOf(sent, 'request_uri')];
    if (text !== undefined && uri !== undefined)
      throw badObject('A request object comes by value or by reference, not both.');
    if (text !== undefined) return { text, source: 'request' };
    return uri === undefined ? null : { text: await this.uris.fetch(client, uri), source: 'request_uri' };
  }

  /** Unsigned ones count for as little as the parameters of any request: those who may send them, send nothing better. */
  private async claimsOf(client: Client, { text, source }: PresentedObject): Promise<RequestClaims> {
    const jws = readCompact(text);
    if (!jws || !isOfType(jws.header['typ'])) throw badObject('The request object is not a JWT for this purpose.');
    if (jws.header['alg'] === 'none') {
      if (!takesUnsigned(client)) throw unsupported(source);
      if (jws.signature.length > 0) throw badObject('The request object is not what its header says.');
      return jws.claims;
    }
    const algorithm = objectAlgorithm(client, jws.header['alg']);
    if (!algorithm) throw badObject('The request object is not signed by an algorithm of the client.');
    if (!(await this.keys.hasSigned(client, jws, algorithm)))
      throw badObject('The request object is not signed by a key of the client.');
    return jws.claims;
  }
}

/** Whether a request speaks by an object, in whatever way. */
export const hasRequestObject = (sent: RawParameters): boolean =>
  sent.some(([name, value]) => value !== '' && (name === 'request' || name === 'request_uri'));

function valueOf(sent: RawParameters, name: string): string | undefined {
  const values = sent.filter(([key, value]) => key === name && value !== '');
  if (values.length > 1) throw badObject('A request has one request object at most.');
  return values[0]?.[1];
}

/** OpenID Connect Core section 3.1.2.6. */
const unsupported = (source: ObjectSource): OAuthError =>
  new OAuthError(
    source === 'request' ? 'request_not_supported' : 'request_uri_not_supported',
    'The client has to sign its request objects.',
  );

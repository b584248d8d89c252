import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { Clock, toSeconds } from '../../kernel/clock.js';
import { readCompact, type CompactJws } from '../../kernel/compact-jws.js';
import { JWT_BEARER_ASSERTION } from '../../protocol/names.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import { ENDPOINTS } from '../endpoints/endpoint-paths.js';
import { AssertionJtisRepository } from './assertion-jtis.repository.js';
import { readAssertion, type ClientAssertion } from './client-assertion.rules.js';

/** Whether a client, or somebody, made the signature. */
export type SignatureCheck = (jws: CompactJws) => boolean | Promise<boolean>;

/** What the two methods that authenticate by a signed assertion share (RFC 7521 section 4.2, RFC 7523 section 3). */
@Injectable()
export class ClientAssertions {
  readonly parameters = ['client_assertion', 'client_assertion_type'];

  constructor(
    private readonly used: AssertionJtisRepository,
    private readonly issuer: RealmIssuer,
    private readonly clock: Clock,
  ) {}

  /** Null when the request has no assertion; without `jws` when it has one that is none, or of another kind. */
  find(parameters: Parameters): { readonly jws?: CompactJws; readonly clientIds: readonly string[] } | null {
    const [assertion, type] = this.parameters.map((name) => parameters.get(name));
    if (assertion === undefined && type === undefined) return null;
    const jws = type === JWT_BEARER_ASSERTION && assertion !== undefined ? readCompact(assertion) : null;
    if (!jws) return { clientIds: [] };
    const { sub } = jws.claims;
    return { jws, clientIds: typeof sub === 'string' && sub !== '' ? [sub] : [] };
  }

  /**
   * Whether the assertion proves the client, this once. What it says is judged before its signature, which may cost a call
   * out; one that is refused is not used up.
   */
  async prove(realm: Realm, client: Client | null, parameters: Parameters, isSigned: SignatureCheck): Promise<boolean> {
    const jws = this.find(parameters)?.jws;
    if (!jws) return false;
    const assertion = client && this.read(realm, client, jws);
    if (client && !assertion) return false;
    if (!(await isSigned(jws)) || !client || !assertion) return false;
    return this.used.claim(realm, client.id, assertion.jti, assertion.exp * 1000);
  }

  /** Clients of dynamic registration may name the token endpoint: many libraries know no other audience (RFC 7523 section 3). */
  private read(realm: Realm, client: Client, jws: CompactJws): ClientAssertion | null {
    const issuer = this.issuer.of(realm);
    const tokenEndpoint = client.origin === 'registration' ? [`${issuer}/${ENDPOINTS.token}`] : [];
    const audiences = [client.assertionAudience ?? issuer, ...tokenEndpoint];
    return readAssertion(jws, client, { audiences, now: toSeconds(this.clock.now()) });
  }
}

import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import type { CompactJws } from '../../kernel/compact-jws.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../kernel/jws.js';
import { CLIENT_AUTH_METHODS } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { ClientKeys } from '../client-keys/client-keys.service.js';
import { ClientAssertions } from './client-assertions.service.js';
import { ClientAuthMethod, type ClientAuthRequest } from './client-auth-method.js';

const isSymmetric = (algorithm: unknown): boolean => typeof algorithm === 'string' && algorithm.startsWith('HS');

/**
 * An assertion signed with a key of the client's own (RFC 7523, OpenID Connect Core section 9). The algorithm is one that
 * the client is registered for, never the header's mere word: `none` and HMAC with a public key prove nothing.
 */
@Injectable()
export class PrivateKeyJwtMethod extends ClientAuthMethod {
  readonly name = CLIENT_AUTH_METHODS.privateKeyJwt;
  readonly parameters: readonly string[];
  readonly proves = true;
  override readonly algorithms = SIGNING_ALGORITHMS;

  constructor(
    private readonly assertions: ClientAssertions,
    private readonly keys: ClientKeys,
  ) {
    super();
    this.parameters = assertions.parameters;
  }

  /** What is no assertion at all is taken for one of these: a client that tried to prove itself is not a public one. */
  present({ parameters }: ClientAuthRequest): readonly string[] | null {
    const found = this.assertions.find(parameters);
    return found && !isSymmetric(found.jws?.header['alg']) ? found.clientIds : null;
  }

  verify(realm: Realm, client: Client | null, { parameters }: ClientAuthRequest): Promise<boolean> {
    return this.assertions.prove(realm, client, parameters, (jws) => this.isSigned(client, jws));
  }

  private async isSigned(client: Client | null, jws: CompactJws): Promise<boolean> {
    const algorithm = this.algorithms.find((known) => known === jws.header['alg']);
    if (!client || !algorithm || !mayUse(client, algorithm)) return false;
    return this.keys.hasSigned(client, jws, algorithm);
  }
}

const mayUse = (
  { tokenEndpointAuthMethods, tokenEndpointAuthSigningAlg: registered }: Client,
  algorithm: SigningAlgorithm,
): boolean =>
  tokenEndpointAuthMethods.includes(CLIENT_AUTH_METHODS.privateKeyJwt) &&
  (registered === null || registered === algorithm);

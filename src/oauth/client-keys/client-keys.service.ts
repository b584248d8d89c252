import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { isSignedBy, type CompactJws } from '../../kernel/compact-jws.js';
import type { SigningAlgorithm } from '../../kernel/jws.js';
import { selectKeys, type Jwk } from './key-selection.js';
import { RemoteKeySets } from './remote-key-sets.service.js';

/** The public keys of clients, by value (`jwks`) or by reference (`jwks_uri`): what they sign is believed by these alone. */
@Injectable()
export class ClientKeys {
  constructor(private readonly remote: RemoteKeySets) {}

  /**
   * Whether a key of the client made the signature.
   *
   * @param algorithm one that the client may use, as its registration says: the header's word is for the caller to judge.
   */
  async hasSigned(
    client: Pick<Client, 'jwks' | 'jwksUri'>,
    jws: CompactJws,
    algorithm: SigningAlgorithm,
  ): Promise<boolean> {
    const keys = client.jwks?.keys ?? (client.jwksUri === null ? [] : await this.remote.get(client.jwksUri));
    const found = this.verify(keys, jws, algorithm);
    if (found !== null || client.jwksUri === null) return found ?? false;
    const anew = await this.remote.getAnew(client.jwksUri);
    return (anew && this.verify(anew, jws, algorithm)) ?? false;
  }

  /** Null when the set has no key that could have made it. */
  private verify(keys: readonly Jwk[], jws: CompactJws, algorithm: SigningAlgorithm): boolean | null {
    const fitting = selectKeys(keys, jws.header['kid'], algorithm);
    return fitting.length === 0 ? null : fitting.some((key) => isSignedBy(jws, algorithm, key));
  }
}

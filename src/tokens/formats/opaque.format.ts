import { Injectable } from '@nestjs/common';
import { Random } from '../../kernel/random.js';
import type { Realm } from '../../realms/realm.types.js';
import { toTokenRow } from '../token.mapper.js';
import { hashOf, isValueOf, newValue } from '../token-value.js';
import { TokensRepository } from '../tokens.repository.js';
import { recordOfHandle, type TokenRecord } from '../token-record.js';
import { AccessTokenFormat, type AccessTokenContent, type MintedToken } from './access-token-format.js';

/** Handles, random but for those of pairs that are kept. What they stand for is in their row, which is found by the hash of the value. */
@Injectable()
export class OpaqueFormat extends AccessTokenFormat {
  readonly name = 'opaque';

  constructor(
    private readonly tokens: TokensRepository,
    private readonly random: Random,
  ) {
    super();
  }

  mint(realm: Realm, content: AccessTokenContent): Promise<MintedToken> {
    const { client, grantId, generation, scope, audience, issuedAt, expiresAt } = content;
    const value = content.handle ?? newValue('access', issuedAt, this.random.secret());
    const row = toTokenRow(realm, {
      hash: hashOf(value),
      kind: 'access',
      clientId: client.id,
      grantId,
      generation,
      scope,
      audience,
      issuedAt,
      expiresAt,
    });
    return Promise.resolve({ write: () => value, jti: null, derived: content.handle !== undefined, rows: [row] });
  }

  recognises(value: string): boolean {
    return isValueOf('access', value);
  }

  async read(realm: Realm, value: string): Promise<TokenRecord | null> {
    const token = await this.tokens.find(realm, 'access', hashOf(value));
    return token && recordOfHandle(token);
  }

  end(realm: Realm, value: string, _record: TokenRecord, at: number): Promise<boolean> {
    return this.tokens.consume(realm, 'access', hashOf(value), at);
  }
}

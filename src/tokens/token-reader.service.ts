import { Injectable } from '@nestjs/common';
import type { Realm } from '../realms/realm.types.js';
import type { ReadOptions } from './formats/access-token-format.js';
import { TokenFormats } from './formats/token-formats.js';
import { GrantsRepository } from './grants.repository.js';
import { recordOfHandle, type TokenRecord } from './token-record.js';
import { hashOf, isValueOf } from './token-value.js';
import { TokensRepository } from './tokens.repository.js';

/** Finds what a value stands for, of whatever kind and format it is: the hints of clients are not needed. */
@Injectable()
export class TokenReader {
  constructor(
    private readonly formats: TokenFormats,
    private readonly tokens: TokensRepository,
    private readonly grants: GrantsRepository,
  ) {}

  /** Null for nonsense, and for what was not issued in this realm. */
  async read(realm: Realm, value: string, options?: ReadOptions): Promise<TokenRecord | null> {
    if (!isValueOf('refresh', value)) return (await this.formats.recognise(value)?.read(realm, value, options)) ?? null;
    const token = await this.tokens.find(realm, 'refresh', hashOf(value));
    return token && recordOfHandle(token);
  }

  /** Ends one access token, inside a transaction of the caller's. @returns whether this call did it. */
  async endAccess(realm: Realm, value: string, record: TokenRecord, at: number): Promise<boolean> {
    const ended = (await this.formats.recognise(value)?.end(realm, value, record, at)) ?? false;
    if (ended && record.grantId !== null) await this.grants.erasePair(realm, record.grantId, record.generation);
    return ended;
  }
}

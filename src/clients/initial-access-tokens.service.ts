import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Clock } from '../kernel/clock.js';
import { sha256 } from '../kernel/digest.js';
import { DomainError } from '../kernel/domain-error.js';
import { Ids, isId } from '../kernel/ids.js';
import { Random } from '../kernel/random.js';
import type { InitialAccessToken, NewInitialAccessToken } from './initial-access-token.types.js';
import { MAX_EXPIRES_IN, MAX_USES } from './initial-access-token.types.js';
import { InitialAccessTokensRepository } from './initial-access-tokens.repository.js';

const DAY_SECONDS = 86_400;
const FORM = /^rgt_[\w-]{43}$/;

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;

/** Tokens by which an administrator lets somebody register clients (RFC 7591 section 3). Only their hashes are kept. */
@Injectable()
export class InitialAccessTokens {
  constructor(
    private readonly tokens: InitialAccessTokensRepository,
    private readonly random: Random,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @returns the token itself too: the only time that it can be read. @throws DomainError `invalid` */
  async create(
    realm: RealmRef,
    { uses = 1, expiresIn = DAY_SECONDS }: NewInitialAccessToken,
  ): Promise<InitialAccessToken & { readonly token: string }> {
    if (!isWithin(uses, MAX_USES)) throw DomainError.invalid('uses', `has to be from 1 to ${MAX_USES}`);
    if (!isWithin(expiresIn, MAX_EXPIRES_IN))
      throw DomainError.invalid('expiresIn', `has to be from 1 to ${MAX_EXPIRES_IN}`);
    const createdAt = this.clock.now();
    const token = `rgt_${this.random.secret()}`;
    const made = { id: this.ids.next(createdAt), remaining: uses, createdAt, expiresAt: createdAt + expiresIn * 1000 };
    await this.tokens.insert(realm, made, sha256(token));
    return { ...made, token };
  }

  list(realm: RealmRef, request: PageRequest): Promise<Page<InitialAccessToken>> {
    return this.tokens.page(realm, request);
  }

  /** @throws DomainError `not_found` */
  async delete(realm: RealmRef, id: string): Promise<void> {
    if (!isId(id) || !(await this.tokens.remove(realm, id))) throw DomainError.notFound('The initial access token');
  }

  async isUsable(realm: RealmRef, token: string): Promise<boolean> {
    return FORM.test(token) && this.tokens.isUsable(realm, sha256(token), this.clock.now());
  }

  /** Takes one use of it, inside the transaction that registers the client. @returns false when there is none left. */
  async claim(realm: RealmRef, token: string): Promise<boolean> {
    return FORM.test(token) && this.tokens.claim(realm, sha256(token), this.clock.now());
  }

  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.tokens.deleteAllOf(realm);
  }
}

import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Random } from '../kernel/random.js';
import { RealmTexts } from './realm-texts.service.js';

const NAME = 'auth_token';
const LENGTH = 14;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The `auth_token` of a realm: one text of 14 letters and digits, for good. Opens nothing on this server. */
@Injectable()
export class RealmAuthTokens {
  constructor(
    private readonly texts: RealmTexts,
    private readonly random: Random,
  ) {}

  /** @throws DomainError `not_found` for a realm that is gone. */
  of(realm: RealmRef): Promise<string> {
    return this.texts.getOrCreate(realm, NAME, () => this.random.text(LENGTH, ALPHABET));
  }
}

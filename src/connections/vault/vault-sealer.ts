import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Random } from '../../kernel/random.js';
import { SealError, Sealer, type SealingKey } from '../../kernel/seal.js';
import { VaultKeys } from './vault-keys.service.js';
import type { SealedPlace } from './vault.types.js';

const FORM = /^v1\.([0-9a-f]{12})\./;
const PREFIX = 'v1.';

/** Seals the secrets of a realm's connections: `v1.kid.` and what AES-256-GCM makes of them, bound to the place they lie in. */
@Injectable()
export class VaultSealer {
  constructor(
    private readonly keys: VaultKeys,
    private readonly random: Random,
  ) {}

  async seal(realm: RealmRef, place: SealedPlace, text: string): Promise<string> {
    return this.sealWith(await this.keys.toSeal(realm, 1), realm, place, text);
  }

  /** Columns of one row, by one look at the key; null stays null. */
  async sealRow<C extends string>(
    realm: RealmRef,
    { table, rowId }: Omit<SealedPlace, 'column'>,
    values: Readonly<Record<C, string | null>>,
  ): Promise<Record<C, string | null>> {
    const texts = Object.values<string | null>(values).filter((text) => text !== null);
    const key = await this.keys.toSeal(realm, texts.length);
    const sealed = Object.entries<string | null>(values).map(([column, text]) => [
      column,
      text === null ? null : this.sealWith(key, realm, { table, column, rowId }, text),
    ]);
    return Object.fromEntries(sealed) as Record<C, string | null>;
  }

  /** @throws SealError for a value that was altered, lay in another place, or whose key is gone. */
  async open(realm: RealmRef, place: SealedPlace, sealed: string): Promise<string> {
    const kid = FORM.exec(sealed)?.[1];
    const key = kid === undefined ? null : await this.keys.byKid(realm, kid);
    if (!key) throw new SealError(`No key of the realm's vault opens ${place.table}.${place.column}.`);
    return this.sealerOf(key)
      .open(sealed.slice(PREFIX.length), boundTo(realm, place, key.kid))
      .toString();
  }

  /** With what every value begins that the active key has sealed. */
  async beginning(realm: RealmRef): Promise<string> {
    return `${PREFIX}${await this.keys.activeKid(realm)}.`;
  }

  private sealWith(key: SealingKey, realm: RealmRef, place: SealedPlace, text: string): string {
    return `${PREFIX}${this.sealerOf(key).seal(Buffer.from(text), boundTo(realm, place, key.kid))}`;
  }

  private sealerOf(key: SealingKey): Sealer {
    return new Sealer([key], this.random);
  }
}

const boundTo = (realm: RealmRef, { table, column, rowId }: SealedPlace, kid: string): string =>
  [table, column, rowId, realm.id, kid].join('|');

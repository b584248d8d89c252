import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { RealmDataKeys } from './realm-data-keys.js';
import { RealmTextsRepository } from './realm-texts.repository.js';

/** Bound into the sealed value: that of another realm or name does not open in its place. */
const rowOf = (realm: RealmRef, name: string): string => `text ${name} of realm ${realm.id}`;

/** Texts of a realm that have to be shown again and again, and so are sealed where others are hashed. */
@Injectable()
export class RealmTexts {
  constructor(
    private readonly rows: RealmTextsRepository,
    private readonly dataKeys: RealmDataKeys,
  ) {}

  /**
   * The realm's text of that name, made by whoever asks first: of many who ask at once, on any node, all get the same.
   *
   * @throws DomainError `not_found` for a realm that is gone.
   */
  async getOrCreate(realm: RealmRef, name: string, make: () => string): Promise<string> {
    const sealer = await this.dataKeys.sealerOf(realm);
    const row = rowOf(realm, name);
    const stored = await this.rows.find(realm, name);
    if (stored !== null) return sealer.open(stored, row).toString();
    const text = make();
    if (await this.rows.add(realm, name, sealer.seal(Buffer.from(text), row))) return text;
    return this.getOrCreate(realm, name, make);
  }

  /** Inside the transaction that deletes the realm. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.rows.deleteAllOf(realm);
  }
}

import { Injectable, OnModuleInit } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { BoundedMap } from '../kernel/bounded-map.js';
import { DomainError } from '../kernel/domain-error.js';
import { Random } from '../kernel/random.js';
import { Sealer } from '../kernel/seal.js';
import { RealmDataKeysRepository } from './realm-data-keys.repository.js';

const KEY_BYTES = 32;
const BATCH = 200;
const OPENED = 1024;
/** The name of a realm's one key, in the values that it sealed. */
const KID = 'realm';

const sealedAs = (realmId: string): string => `data key of realm ${realmId}`;

/** Each realm has a key of its own for what it keeps sealed; `MASTER_KEY` seals these keys and nothing of the realms. */
@Injectable()
export class RealmDataKeys implements OnModuleInit {
  /** A realm has one data key for ever: only what seals it changes. */
  private readonly sealers = new BoundedMap<string, Sealer>(OPENED);

  constructor(
    private readonly rows: RealmDataKeysRepository,
    private readonly sealer: Sealer,
    private readonly random: Random,
  ) {}

  /** Seals anew what a former `MASTER_KEY` sealed. @throws SealError naming the key that is missing. */
  async onModuleInit(): Promise<void> {
    for (let after: string | null = null; ;) {
      const rows = await this.rows.next(after, BATCH);
      for (const row of rows.filter(({ sealed }) => !this.sealer.isCurrent(sealed))) {
        await this.rows.replace(
          row,
          this.sealer.seal(this.sealer.open(row.sealed, sealedAs(row.id)), sealedAs(row.id)),
        );
      }
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) return;
      after = last.id;
    }
  }

  /** Seals what the realm keeps. @throws DomainError `not_found` for a realm that is gone. */
  async sealerOf(realm: RealmRef): Promise<Sealer> {
    const known = this.sealers.get(realm.id);
    if (known) return known;
    const sealed = await this.rows.find(realm);
    if (sealed === null) throw DomainError.notFound('The realm');
    const sealer = new Sealer([{ kid: KID, key: this.sealer.open(sealed, sealedAs(realm.id)) }], this.random);
    this.sealers.set(realm.id, sealer);
    return sealer;
  }

  /** A new one, sealed. */
  make(realmId: string): string {
    return this.sealer.seal(this.random.bytes(KEY_BYTES), sealedAs(realmId));
  }
}

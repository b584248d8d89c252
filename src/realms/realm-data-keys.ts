import { Injectable, OnModuleInit } from '@nestjs/common';
import { Random } from '../kernel/random.js';
import { Sealer } from '../kernel/seal.js';
import { RealmDataKeysRepository } from './realm-data-keys.repository.js';

const KEY_BYTES = 32;
const BATCH = 200;

const sealedAs = (realmId: string): string => `data key of realm ${realmId}`;

/** Each realm has a key of its own for what it keeps sealed; `MASTER_KEY` seals these keys and nothing of the realms. */
@Injectable()
export class RealmDataKeys implements OnModuleInit {
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

  /** A new one, sealed. */
  make(realmId: string): string {
    return this.sealer.seal(this.random.bytes(KEY_BYTES), sealedAs(realmId));
  }
}

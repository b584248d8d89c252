import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sealer } from '../kernel/seal.js';
import { sealedRow } from './key-maker.js';
import { type SealedKey, SealedKeysRepository } from './sealed-keys.repository.js';

const BATCH = 200;

/** After a change of `MASTER_KEY`: seals the private keys of every realm by the new one, so that the old one can go. */
@Injectable()
export class KeyReseal implements OnModuleInit {
  constructor(
    private readonly keys: SealedKeysRepository,
    private readonly sealer: Sealer,
  ) {}

  /** @throws SealError naming the key that is missing. */
  async onModuleInit(): Promise<void> {
    for (let after = ''; ;) {
      const batch = await this.keys.next(after, BATCH);
      for (const key of batch) if (!this.sealer.isCurrent(key.sealed)) await this.reseal(key);
      const last = batch.at(-1);
      if (!last) return;
      after = last.kid;
    }
  }

  private reseal(key: SealedKey): Promise<void> {
    const row = sealedRow(key.kid);
    return this.keys.replace(key.realm, key, this.sealer.seal(this.sealer.open(key.sealed, row), row));
  }
}

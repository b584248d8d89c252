import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sql } from '../database/sql.js';
import { Sealer } from '../kernel/seal.js';
import { sealedRow } from './key-maker.js';

interface SealedKey {
  readonly kid: string;
  readonly sealedPrivateKey: string;
}

const PAGE = 200;

/** After a change of `MASTER_KEY`: seals the private keys of every realm by the new one, so that the old one can go. */
@Injectable()
export class KeyReseal implements OnModuleInit {
  constructor(
    private readonly sql: Sql,
    private readonly sealer: Sealer,
  ) {}

  async onModuleInit(): Promise<void> {
    let page = await this.pageAfter('');
    while (page.length > 0) {
      for (const key of page) if (!this.sealer.isCurrent(key.sealedPrivateKey)) await this.reseal(key);
      page = await this.pageAfter(page.at(-1)?.kid ?? '');
    }
  }

  private pageAfter(kid: string): Promise<SealedKey[]> {
    const statement = `SELECT kid, sealedPrivateKey FROM signing_keys WHERE kid > ? ORDER BY kid LIMIT ${PAGE}`;
    return this.sql.query<SealedKey>(statement, [kid]);
  }

  /** Another node may be at it as well: only what still stands as it was read is replaced. */
  private async reseal({ kid, sealedPrivateKey }: SealedKey): Promise<void> {
    const sealed = this.sealer.seal(this.sealer.open(sealedPrivateKey, sealedRow(kid)), sealedRow(kid));
    const statement = 'UPDATE signing_keys SET sealedPrivateKey = ? WHERE kid = ? AND sealedPrivateKey = ?';
    await this.sql.execute(statement, [sealed, kid, sealedPrivateKey]);
  }
}

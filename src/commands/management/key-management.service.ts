import { Injectable } from '@nestjs/common';
import type { KeyView } from '../../keys/key.types.js';
import { KeysService } from '../../keys/keys.service.js';
import { RealmsService } from '../../realms/realms.service.js';
import type { Realm } from '../../realms/realm.types.js';
import { CommandWrites } from './command-writes.service.js';

@Injectable()
export class KeyManagement {
  constructor(
    private readonly realms: RealmsService,
    private readonly keys: KeysService,
    private readonly writes: CommandWrites,
  ) {}

  /**
   * @returns the keys as they are afterwards; `rotated` is false when another node did it at the same moment
   * @throws DomainError `not_found`, or `conflict` while cached key sets may lack the keys that would sign
   */
  async rotate(realmName: string): Promise<{ rotated: boolean; keys: KeyView[] }> {
    const realm = await this.realms.get(realmName);
    const write = { type: 'admin.keys.rotated', target: realm.name } as const;
    const rotated = await this.keys.rotate(realm, () => this.writes.record(realm, write));
    return { rotated, keys: await this.keys.list(realm) };
  }

  /** Opens the key that signs in the realm. @throws Error when there is none, or `MASTER_KEY` does not open it. */
  async tryOut(realm: Realm): Promise<void> {
    await this.keys.signer(realm);
  }
}

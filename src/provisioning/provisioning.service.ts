import { Injectable } from '@nestjs/common';
import { ConnectionsContents } from '../connections/connections-contents.service.js';
import { Transaction } from '../database/transaction.js';
import { DomainError } from '../kernel/domain-error.js';
import { KeysService } from '../keys/keys.service.js';
import type { Realm, RealmChanges } from '../realms/realm.types.js';
import { RealmsService } from '../realms/realms.service.js';
import { RealmContents } from './realm-contents.service.js';
import { RealmDeletion } from './realm-deletion.service.js';

/** What else belongs to the making of a realm, in its transaction. */
export type AlongWith = (realm: Realm) => Promise<void>;

/** Makes realms whole, with their keys, scopes, roles and own client, or not at all; and takes them down the same way. */
@Injectable()
export class ProvisioningService {
  constructor(
    private readonly transaction: Transaction,
    private readonly realms: RealmsService,
    private readonly keys: KeysService,
    private readonly contents: RealmContents,
    private readonly deletion: RealmDeletion,
    private readonly connections: ConnectionsContents,
  ) {}

  /**
   * One transaction; keys are made before it begins, because that takes long.
   *
   * @throws DomainError `invalid`, or `conflict` for a name that is taken.
   */
  async createRealm(name: string, changes: RealmChanges = {}, alongWith?: AlongWith): Promise<Realm> {
    if (await this.realms.find(name)) throw DomainError.conflict('A realm of that name exists.');
    const keys = await this.keys.prepare();
    return this.transaction.run(async () => {
      const realm = await this.realms.create(name, changes);
      await this.keys.provision(realm, keys);
      await this.contents.provision(realm);
      await alongWith?.(realm);
      return realm;
    });
  }

  /**
   * With everything in it, in one transaction.
   *
   * @throws DomainError `not_found`, or `conflict` for `master`.
   */
  deleteRealm(name: string): Promise<void> {
    return this.transaction.run(async () => {
      const realm = await this.realms.get(name);
      await this.realms.delete(name);
      await this.connections.deleteAllOf(realm);
      await this.deletion.deleteAllOf(realm);
    });
  }
}

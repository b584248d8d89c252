import { Injectable } from '@nestjs/common';
import { ProvisioningService } from '../../provisioning/provisioning.service.js';
import type { Realm, RealmChanges } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import { CommandWrites } from './command-writes.service.js';

const PAGE = 200;

@Injectable()
export class RealmManagement {
  constructor(
    private readonly realms: RealmsService,
    private readonly provisioning: ProvisioningService,
    private readonly writes: CommandWrites,
  ) {}

  /** @throws DomainError `invalid` or `conflict` */
  create(name: string, changes: RealmChanges): Promise<Realm> {
    const write = { type: 'admin.realm.created', target: name, fields: Object.keys(changes) } as const;
    return this.provisioning.createRealm(name, changes, (realm) => this.writes.record(realm, write));
  }

  /** Every realm, the oldest first. */
  async list(): Promise<Realm[]> {
    const all: Realm[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await this.realms.list({ limit: PAGE, cursor });
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  }
}

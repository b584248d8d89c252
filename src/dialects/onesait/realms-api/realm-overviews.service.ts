import { Injectable } from '@nestjs/common';
import type { Realm } from '../../../realms/realm.types.js';
import { RealmsService } from '../../../realms/realms.service.js';
import { RoleAssociationsService } from '../../../realms/role-associations.service.js';
import { RolesService } from '../../../realms/roles.service.js';
import { allPages } from './all-pages.js';
import { Members } from './members.service.js';
import type { RealmOverview } from './realms-api.types.js';

/** Realms with what this API shows of each: one list has all of them, whole. */
@Injectable()
export class RealmOverviews {
  constructor(
    private readonly realms: RealmsService,
    private readonly roles: RolesService,
    private readonly members: Members,
    private readonly associations: RoleAssociationsService,
  ) {}

  async of(realm: Realm): Promise<RealmOverview> {
    return {
      realm,
      roles: await allPages((page) => this.roles.list(realm, page)),
      members: await this.members.list(realm),
      associations: await allPages((page) => this.associations.list(realm, page)),
    };
  }

  /** The oldest first; one realm at a time, which keeps a long list from taking every connection. */
  async ofAll(): Promise<RealmOverview[]> {
    const overviews: RealmOverview[] = [];
    for (const realm of await allPages((page) => this.realms.list(page))) overviews.push(await this.of(realm));
    return overviews;
  }
}

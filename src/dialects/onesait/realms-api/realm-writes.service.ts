import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { ProvisioningService } from '../../../provisioning/provisioning.service.js';
import { REALM_ADMIN, type Realm, type RealmChanges } from '../../../realms/realm.types.js';
import { RealmsService } from '../../../realms/realms.service.js';
import { RolesService } from '../../../realms/roles.service.js';
import { ManagementRights } from '../../../tokens/management/management-rights.service.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest, Manager } from '../../../tokens/management/management.types.js';
import type { NewRealm } from './realm.mapper.js';
import { realmExists, roleExists } from './realms-api.errors.js';
import { isSameRole, type NewRole } from './role.mapper.js';

/** Makes, changes and deletes realms, each with its line in the record of `master` or of the realm. */
@Injectable()
export class RealmWrites {
  constructor(
    private readonly realms: RealmsService,
    private readonly roles: RolesService,
    private readonly provisioning: ProvisioningService,
    private readonly rights: ManagementRights,
    private readonly writes: ManagementWrites,
  ) {}

  /** @throws WireError 409, or DomainError `invalid` */
  async create(manager: Manager, { name, changes, roles }: NewRealm): Promise<void> {
    const write = { type: 'admin.realm.created', target: name, changes: { ...changes, roles } } as const;
    const master = await this.rights.master();
    await this.provisioning
      .createRealm(name, changes, async (realm) => {
        await this.addRoles(realm, roles);
        await this.writes.record({ ...manager, realm: master }, write);
      })
      .catch((error: unknown) => {
        throw isConflict(error) ? realmExists(name) : error;
      });
  }

  /** @throws DomainError `invalid`, `conflict` */
  async update(managed: ManagementRequest, changes: RealmChanges): Promise<void> {
    const { name } = managed.realm;
    const write = { type: 'admin.realm.updated', target: name, changes } as const;
    await this.writes.run(managed, write, () => this.realms.update(name, changes));
  }

  /** @throws DomainError `conflict` for `master` */
  async delete(managed: ManagementRequest): Promise<void> {
    const { name } = managed.realm;
    const write = { type: 'admin.realm.deleted', target: name, realm: await this.rights.master() } as const;
    await this.writes.run(managed, write, () => this.provisioning.deleteRealm(name));
  }

  /** The role that every realm is made with may be named as well: it stands in the list of any realm that is copied. */
  private async addRoles(realm: Realm, roles: readonly NewRole[]): Promise<void> {
    const isReserved = isSameRole(REALM_ADMIN);
    for (const role of roles) {
      if (role.name === REALM_ADMIN) continue;
      if (isReserved(role)) throw roleExists(role.name);
      await this.roles.create(realm, role);
    }
  }
}

const isConflict = (error: unknown): boolean => error instanceof DomainError && error.code === 'conflict';

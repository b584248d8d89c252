import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { RolesService } from '../../../realms/roles.service.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import { allPages } from './all-pages.js';
import { noRole, roleExists } from './realms-api.errors.js';
import { isSameRole, type NewRole } from './role.mapper.js';

@Injectable()
export class RoleWrites {
  constructor(
    private readonly roles: RolesService,
    private readonly writes: ManagementWrites,
  ) {}

  /** @throws WireError 409 for a name that is taken in whatever case, or DomainError `invalid` */
  async create(managed: ManagementRequest, role: NewRole): Promise<void> {
    const { realm } = managed;
    const known = await allPages((page) => this.roles.list(realm, page));
    if (known.some(isSameRole(role.name))) throw roleExists(role.name);
    const write = { type: 'admin.role.created', target: role.name, changes: role } as const;
    await this.writes
      .run(managed, write, () => this.roles.create(realm, role))
      .catch((error: unknown) => {
        throw isRefusal(error, 'conflict') ? roleExists(role.name) : error;
      });
  }

  /** @throws WireError 404, or DomainError `conflict` for the roles that administration rests on */
  async delete(managed: ManagementRequest, name: string): Promise<void> {
    const { realm } = managed;
    const write = { type: 'admin.role.deleted', target: name } as const;
    await this.writes
      .run(managed, write, () => this.roles.delete(realm, name))
      .catch((error: unknown) => {
        throw isRefusal(error, 'not_found') ? noRole(name, realm.name, 404) : error;
      });
  }
}

const isRefusal = (error: unknown, code: DomainError['code']): boolean =>
  error instanceof DomainError && error.code === code;

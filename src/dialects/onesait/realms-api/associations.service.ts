import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { RoleAssociationsService } from '../../../realms/role-associations.service.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest, Manager } from '../../../tokens/management/management.types.js';
import { RealmAccess } from './realm-access.service.js';
import { associationExists, noAssociation, noRealmOfAssociation, noRoleOfAssociation } from './realms-api.errors.js';
import type { Association } from './realms-api.types.js';

const ROLES: readonly string[] = ['parentRole', 'childRole'];

/** Whoever connects two realms, or parts them, manages both. */
@Injectable()
export class Associations {
  constructor(
    private readonly access: RealmAccess,
    private readonly associations: RoleAssociationsService,
    private readonly writes: ManagementWrites,
  ) {}

  /** @throws WireError 403, 404, 409, or DomainError `invalid` for a realm and itself */
  create(manager: Manager, association: Association): Promise<void> {
    return this.write(manager, association, 'created', ({ realm }) => this.associations.create(realm, association));
  }

  /** @throws WireError 403, 404, or DomainError `invalid` for a realm and itself */
  delete(manager: Manager, association: Association): Promise<void> {
    return this.write(manager, association, 'deleted', ({ realm }) => this.associations.delete(realm, association));
  }

  /** In the record of both realms, as the admin API does it. */
  private async write(
    manager: Manager,
    { parentRealm, parentRole, childRealm, childRole }: Association,
    verb: 'created' | 'deleted',
    work: (parent: ManagementRequest) => Promise<void>,
  ): Promise<void> {
    const parent = await this.access.to(manager, parentRealm, noRealmOfAssociation);
    const child = await this.access.to(manager, childRealm, noRealmOfAssociation);
    const detail = { parentRole, childRealm, childRole, parentRealm };
    const write = { type: `admin.role_association.${verb}`, target: parentRole, detail } as const;
    const change = async (): Promise<void> => {
      await work(parent);
      await this.writes.record(child, { ...write, target: childRole });
    };
    await this.writes.run(parent, write, change).catch((error: unknown) => {
      throw inWords(error);
    });
  }
}

function inWords(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  if (error.code === 'conflict') return associationExists();
  if (error.code === 'not_found') return noAssociation();
  return error.fields.some(({ field }) => ROLES.includes(field)) ? noRoleOfAssociation() : error;
}

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
  async create(manager: Manager, association: Association): Promise<void> {
    const managed = await this.managed(manager, association);
    const work = (): Promise<void> => this.associations.create(managed.realm, association);
    await this.write(managed, association, 'created', work);
  }

  /** @throws WireError 403, 404, or DomainError `invalid` for a realm and itself */
  async delete(manager: Manager, association: Association): Promise<void> {
    const managed = await this.managed(manager, association);
    const work = (): Promise<void> => this.associations.delete(managed.realm, association);
    await this.write(managed, association, 'deleted', work);
  }

  private async managed(manager: Manager, { parentRealm, childRealm }: Association): Promise<ManagementRequest> {
    const managed = await this.access.to(manager, parentRealm, noRealmOfAssociation);
    await this.access.to(manager, childRealm, noRealmOfAssociation);
    return managed;
  }

  private async write(
    managed: ManagementRequest,
    { parentRole, childRealm, childRole }: Association,
    verb: 'created' | 'deleted',
    work: () => Promise<void>,
  ): Promise<void> {
    const detail = { parentRole, childRealm, childRole };
    const type = `admin.role_association.${verb}` as const;
    await this.writes.run(managed, { type, target: parentRole, detail }, work).catch((error: unknown) => {
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

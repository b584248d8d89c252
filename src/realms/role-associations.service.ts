import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { unlessDuplicate } from '../database/unless-duplicate.js';
import { DomainError } from '../kernel/domain-error.js';
import { Ids } from '../kernel/ids.js';
import { KnownAssociationsRepository } from './known-associations.repository.js';
import type { Realm, RoleAssociation } from './realm.types.js';
import { RealmsService } from './realms.service.js';
import { isRoleName } from './role.rules.js';
import { RoleAssociationsRepository, type AssociationEnds } from './role-associations.repository.js';
import { RolesRepository } from './roles.repository.js';

/** Who may connect two realms is judged by the caller: it takes the administration of both. */
@Injectable()
export class RoleAssociationsService {
  constructor(
    private readonly associations: RoleAssociationsRepository,
    private readonly known: KnownAssociationsRepository,
    private readonly roles: RolesRepository,
    private readonly realms: RealmsService,
    private readonly transaction: Transaction,
    private readonly ids: Ids,
  ) {}

  /** Those that begin in the realm, the oldest first. */
  async list(realm: RealmRef, page: PageRequest): Promise<Page<RoleAssociation>> {
    const { items, nextCursor } = await this.associations.page(realm, page);
    return { items: items.map(({ row }) => row), nextCursor };
  }

  /**
   * All that begin in the realm, the oldest first, for what needs them at each request.
   *
   * @param realm as it was read for this request: they are as new as that is.
   */
  allOf(realm: Realm): Promise<readonly RoleAssociation[]> {
    return this.known.allOf(realm);
  }

  /** Names of the realms whose roles give roles of this one, disabled realms too. */
  parentNamesOf(realm: RealmRef): Promise<string[]> {
    return this.associations.parentNamesOf(realm);
  }

  /** @throws DomainError `invalid` naming the end that does not exist, or `conflict` when there is that association. */
  async create(realm: RealmRef, association: RoleAssociation): Promise<void> {
    await this.change(realm, association, async (ends) => {
      await unlessDuplicate(this.associations.add(realm, this.ids.next(), ends), 'The association exists already.');
    });
  }

  /** @throws DomainError `invalid` as for {@link create}, `not_found` */
  async delete(realm: RealmRef, association: RoleAssociation): Promise<void> {
    await this.change(realm, association, async (ends) => {
      if (!(await this.associations.remove(realm, ends))) throw DomainError.notFound('The association');
    });
  }

  /** The rows of both realms are changed first, so that neither end is deleted meanwhile. */
  private change(
    realm: RealmRef,
    association: RoleAssociation,
    work: (ends: AssociationEnds) => Promise<void>,
  ): Promise<void> {
    return this.transaction.run(async () => {
      await this.realms.touch([realm.name, association.childRealm]);
      await work(await this.ends(realm, association));
    });
  }

  private async ends(
    realm: RealmRef,
    { parentRole, childRealm, childRole }: RoleAssociation,
  ): Promise<AssociationEnds> {
    const child = await this.realms.find(childRealm);
    if (!child) throw DomainError.invalid('childRealm', 'must be the name of a realm');
    if (child.id === realm.id) throw DomainError.invalid('childRealm', 'must be another realm');
    const [parentRoleId, childRoleId] = await Promise.all([
      this.roleId(realm, 'parentRole', parentRole),
      this.roleId(child, 'childRole', childRole),
    ]);
    return { parentRoleId, childRealmId: child.id, childRoleId };
  }

  private async roleId(realm: RealmRef, field: string, name: string): Promise<string> {
    const role = isRoleName(name) ? await this.roles.find(realm, name) : null;
    if (!role) throw DomainError.invalid(field, 'must be a role of its realm');
    return role.id;
  }
}

import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { unlessDuplicate } from '../database/unless-duplicate.js';
import { DomainError } from '../kernel/domain-error.js';
import { Ids } from '../kernel/ids.js';
import { HeldRolesRepository } from './held-roles.repository.js';
import {
  MASTER_REALM,
  REALM_ADMIN,
  SERVER_ADMIN,
  type Realm,
  type Role,
  type RoleHolder,
  type Subject,
  type SubjectKind,
} from './realm.types.js';
import { RealmsService } from './realms.service.js';
import { RoleAssociationsRepository } from './role-associations.repository.js';
import { checkNewRole, isRoleName } from './role.rules.js';
import { RolesRepository } from './roles.repository.js';

const unknownRole = (): DomainError => DomainError.notFound('The role');

/** The roles of a realm, and who of its users and clients holds them. */
@Injectable()
export class RolesService {
  constructor(
    private readonly roles: RolesRepository,
    private readonly held: HeldRolesRepository,
    private readonly associations: RoleAssociationsRepository,
    private readonly realms: RealmsService,
    private readonly transaction: Transaction,
    private readonly ids: Ids,
  ) {}

  list(realm: RealmRef, page: PageRequest): Promise<Page<Role>> {
    return this.roles.page(realm, page);
  }

  async exists(realm: RealmRef, name: string): Promise<boolean> {
    return isRoleName(name) && (await this.roles.find(realm, name)) !== null;
  }

  /** @throws DomainError `invalid`, or `conflict` when there is one of that name. */
  async create(
    realm: RealmRef,
    { name, description = null }: { name: string; description?: string | null },
  ): Promise<Role> {
    checkNewRole(name, description);
    const role = { id: this.ids.next(), name, description };
    await unlessDuplicate(this.roles.add(realm, role), `The role ${name} exists already.`);
    return role;
  }

  /**
   * With all its assignments and associations.
   *
   * @throws DomainError `not_found`, or `conflict` for the roles that administration rests on.
   */
  async delete(realm: RealmRef, name: string): Promise<void> {
    if (name === REALM_ADMIN || (name === SERVER_ADMIN && realm.name === MASTER_REALM)) {
      throw DomainError.conflict(`The role ${name} cannot be deleted.`);
    }
    await this.transaction.run(async () => {
      await this.tell(realm);
      const role = isRoleName(name) ? await this.roles.find(realm, name) : null;
      if (!role) throw unknownRole();
      await this.associations.deleteOfRole(realm, role.id);
      if (!(await this.roles.remove(realm, role.id))) throw unknownRole();
    });
  }

  /**
   * The roles that a user or client of the realm holds, sorted: the `authorities` of its tokens.
   *
   * @param realm @param holder as they were read for this request: the roles are as new as they are.
   */
  authoritiesOf(realm: Realm, kind: SubjectKind, holder: RoleHolder): Promise<readonly string[]> {
    return this.held.namesOf(realm, kind, holder);
  }

  /**
   * From then on the subject holds these roles and no others. Belongs into the transaction that has changed the subject's
   * own row, whose lock keeps two lists that are written at once from mixing, and whose new version tells of the change.
   *
   * @throws DomainError `invalid` naming the roles that the realm does not have.
   */
  assign(realm: RealmRef, subject: Subject, roleNames: readonly string[]): Promise<void> {
    const names = [...new Set(roleNames)];
    return this.transaction.run(async () => {
      const ids = await this.roles.idsOf(realm, names.filter(isRoleName));
      refuseUnknown(names.filter((name) => !ids.has(name)));
      await this.roles.unassign(realm, subject.id);
      await this.roles.assign(realm, subject, [...ids.values()]);
    });
  }

  unassignAll(realm: RealmRef, subjectId: string): Promise<void> {
    return this.roles.unassign(realm, subjectId);
  }

  /** Roles, assignments, and the associations that begin or end in the realm. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.transaction.run(async () => {
      await this.tell(realm);
      await this.associations.deleteAllOf(realm);
      await this.roles.deleteAllOf(realm);
    });
  }

  /** What is taken from many holders, no holder's row tells: those of the realm and of its parents do. */
  private async tell(realm: RealmRef): Promise<void> {
    await this.realms.touch([realm.name]);
    await this.realms.touch(await this.associations.parentNamesOf(realm));
  }
}

function refuseUnknown(names: readonly string[]): void {
  if (names.length === 0) return;
  const shown = names.map((name) => (isRoleName(name) ? name : 'one of them'));
  throw DomainError.invalid('roles', `must be roles of the realm; unknown: ${[...new Set(shown)].join(', ')}`);
}

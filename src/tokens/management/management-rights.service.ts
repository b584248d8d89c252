import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { MASTER_REALM, REALM_ADMIN, SERVER_ADMIN, type Realm } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import type { LiveToken } from '../token.types.js';

/** Whose rights are asked for: what of a token says that. */
export type RightsHolder = Pick<LiveToken, 'realm' | 'user' | 'authorities'>;

/** Who may manage which realm. Scopes are another question: they say what a token was given for, this what its subject may do. */
@Injectable()
export class ManagementRights {
  constructor(private readonly realms: RealmsService) {}

  /**
   * A client of `master` that acts for itself, and a user of `master` with role `server-admin`, manage every realm, those
   * that are yet to be made among them.
   */
  async managesAll(holder: RightsHolder): Promise<boolean> {
    if (holder.realm.name !== MASTER_REALM) return false;
    return holder.user === null || (await this.holds(holder, SERVER_ADMIN));
  }

  /** In a realm but `master` the holders of its `realm-admin` manage it: a bridge between realms carries roles, not this. */
  async manages(holder: RightsHolder, realmName: string): Promise<boolean> {
    if (holder.realm.name === MASTER_REALM) return this.managesAll(holder);
    return holder.realm.name === realmName && (await this.holds(holder, REALM_ADMIN));
  }

  /** Of the users of a realm itself. */
  async isUserWith(holder: RightsHolder, realmName: string, role: string): Promise<boolean> {
    return holder.user !== null && holder.realm.name === realmName && (await this.holds(holder, role));
  }

  /** @throws DomainError `forbidden` */
  async require(holder: RightsHolder, realmName: string): Promise<void> {
    if (!(await this.manages(holder, realmName))) throw notManaging();
  }

  /** For what reaches beyond one realm, or ends it. @throws DomainError `forbidden` */
  async requireAll(holder: RightsHolder): Promise<void> {
    if (await this.managesAll(holder)) return;
    throw new DomainError('forbidden', 'This takes an administrator of the whole server.');
  }

  master(): Promise<Realm> {
    return this.realms.get(MASTER_REALM);
  }

  private async holds(holder: RightsHolder, role: string): Promise<boolean> {
    return (await holder.authorities()).includes(role);
  }
}

export const notManaging = (): DomainError =>
  new DomainError('forbidden', 'The subject of the token does not manage this realm.');

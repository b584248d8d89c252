import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { MASTER_REALM, REALM_ADMIN, SERVER_ADMIN, type Realm } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import type { LiveToken } from '../token.types.js';

/** Who may manage which realm. Scopes are another question: they say what a token was given for, this what its subject may do. */
@Injectable()
export class ManagementRights {
  constructor(private readonly realms: RealmsService) {}

  /**
   * A client of `master` that acts for itself, and a user of `master` with role `server-admin`, manage every realm, those
   * that are yet to be made among them.
   */
  async managesAll(token: LiveToken): Promise<boolean> {
    if (token.realm.name !== MASTER_REALM) return false;
    return token.user === null || (await this.holds(token, SERVER_ADMIN));
  }

  /** In a realm but `master` the holders of its `realm-admin` manage it: a bridge between realms carries roles, not this. */
  async manages(token: LiveToken, realmName: string): Promise<boolean> {
    if (token.realm.name === MASTER_REALM) return this.managesAll(token);
    return token.realm.name === realmName && (await this.holds(token, REALM_ADMIN));
  }

  /** @throws DomainError `forbidden` */
  async require(token: LiveToken, realmName: string): Promise<void> {
    if (await this.manages(token, realmName)) return;
    throw new DomainError('forbidden', 'The subject of the token does not manage this realm.');
  }

  /** For what reaches beyond one realm, or ends it. @throws DomainError `forbidden` */
  async requireAll(token: LiveToken): Promise<void> {
    if (await this.managesAll(token)) return;
    throw new DomainError('forbidden', 'This takes an administrator of the whole server.');
  }

  master(): Promise<Realm> {
    return this.realms.get(MASTER_REALM);
  }

  private async holds(token: LiveToken, role: string): Promise<boolean> {
    return (await token.authorities()).includes(role);
  }
}

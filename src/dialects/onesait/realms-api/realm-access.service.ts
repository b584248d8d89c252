import { Injectable } from '@nestjs/common';
import { RealmsService } from '../../../realms/realms.service.js';
import { ManagementRights } from '../../../tokens/management/management-rights.service.js';
import type { ManagementRequest, Manager } from '../../../tokens/management/management.types.js';
import { noRealm, notAuthorized } from './realms-api.errors.js';

/** The way to a realm: the right to manage it comes first, so that a stranger does not learn whether it exists. */
@Injectable()
export class RealmAccess {
  constructor(
    private readonly rights: ManagementRights,
    private readonly realms: RealmsService,
  ) {}

  /**
   * @param missing what a realm that does not exist is refused with
   * @throws WireError 403, 404
   */
  async to(manager: Manager, realmName: string, missing = noRealm): Promise<ManagementRequest> {
    if (!(await this.rights.manages(manager.token, realmName))) throw notAuthorized(nameOf(manager));
    const realm = await this.realms.find(realmName);
    if (!realm) throw missing(realmName);
    return { ...manager, realm };
  }

  /** @throws WireError 403 unless every realm, those to come among them, is the caller's to manage. */
  async toAll(manager: Manager): Promise<void> {
    if (!(await this.rights.managesAll(manager.token))) throw notAuthorized(nameOf(manager));
  }

  managesAll({ token }: Manager): Promise<boolean> {
    return this.rights.managesAll(token);
  }

  manages({ token }: Manager, realmName: string): Promise<boolean> {
    return this.rights.manages(token, realmName);
  }
}

/** As a refusal names the caller: a user by username, a client that acts for itself by its id. */
const nameOf = ({ token }: Manager): string => token.user?.username ?? token.client.clientId;

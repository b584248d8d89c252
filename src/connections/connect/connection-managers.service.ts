import { Injectable } from '@nestjs/common';
import { CONN_SCOPES } from '../../protocol/names.js';
import { ManagementRights } from '../../tokens/management/management-rights.service.js';
import type { LiveToken } from '../../tokens/token.types.js';

/**
 * Who may manage the connections of a realm, by the rule of the admin API: a service of the realm by the scope alone. What a
 * user lets an application do is never more than the user itself may, so there the role is needed as well.
 */
@Injectable()
export class ConnectionManagers {
  constructor(private readonly rights: ManagementRights) {}

  async includes(token: LiveToken): Promise<boolean> {
    if (!token.scope.includes(CONN_SCOPES.manage)) return false;
    return token.user === null || this.rights.manages(token, token.realm.name);
  }
}

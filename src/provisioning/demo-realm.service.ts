import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { GRANT_TYPES } from '../protocol/names.js';
import type { Realm } from '../realms/realm.types.js';
import { RealmsService } from '../realms/realms.service.js';
import { RolesService } from '../realms/roles.service.js';
import { UsersService } from '../users/users.service.js';
import { DEMO } from './demo.js';
import { ProvisioningService } from './provisioning.service.js';

/** Realm `demo`: a client, a user and roles that are ready to use. */
@Injectable()
export class DemoRealm {
  constructor(
    private readonly provisioning: ProvisioningService,
    private readonly realms: RealmsService,
    private readonly roles: RolesService,
    private readonly clients: ClientsService,
    private readonly users: UsersService,
  ) {}

  /** @throws DomainError `conflict` when there is one. */
  async create(): Promise<void> {
    await this.provisioning.createRealm(DEMO.realm, { displayName: DEMO.displayName }, (realm) => this.furnish(realm));
  }

  /** Whether the lines of the notice would work: nobody deleted, disabled or changed what they need. */
  async isAsMade(): Promise<boolean> {
    const realm = await this.realms.find(DEMO.realm);
    const client = realm?.enabled ? await this.clients.find(realm, DEMO.clientId) : null;
    if (!realm || !client?.enabled || !client.grantTypes.includes(GRANT_TYPES.clientCredentials)) return false;
    return this.clients.verifySecret(realm, client, DEMO.clientSecret);
  }

  private async furnish(realm: Realm): Promise<void> {
    for (const role of DEMO.roles) await this.roles.create(realm, role);
    await this.clients.create(realm, {
      clientId: DEMO.clientId,
      clientSecret: DEMO.clientSecret,
      name: 'Demo application',
      grantTypes: Object.values(GRANT_TYPES),
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      defaultScopes: ['profile'],
      redirectUris: [...DEMO.redirectUris],
      roles: ['reader'],
    });
    await this.users.create(realm, {
      username: DEMO.username,
      fullName: DEMO.fullName,
      email: DEMO.email,
      password: DEMO.password,
      roles: DEMO.roles.map(({ name }) => name),
    });
  }
}

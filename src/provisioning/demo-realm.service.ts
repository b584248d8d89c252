import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { DomainError } from '../kernel/domain-error.js';
import { GRANT_TYPES } from '../protocol/names.js';
import type { Realm } from '../realms/realm.types.js';
import { RealmsService } from '../realms/realms.service.js';
import { RolesService } from '../realms/roles.service.js';
import type { User } from '../users/user.types.js';
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

  /** In two steps, of which each is skipped when it was made before: passwords are not hashed inside a transaction. */
  async create(): Promise<void> {
    const { realm: name, displayName } = DEMO;
    await unlessMade(() => this.provisioning.createRealm(name, { displayName }, (realm) => this.furnish(realm)));
    const realm = await this.realms.get(name);
    await unlessMade(() => this.createUser(realm));
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
      grantTypes: [GRANT_TYPES.clientCredentials, GRANT_TYPES.password, GRANT_TYPES.refreshToken],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      defaultScopes: ['profile'],
      redirectUris: [...DEMO.redirectUris],
      roles: ['reader'],
    });
  }

  private createUser(realm: Realm): Promise<User> {
    const { username, fullName, email, password, roles } = DEMO;
    return this.users.create(realm, { username, fullName, email, password, roles: roles.map(({ name }) => name) });
  }
}

async function unlessMade(make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
  }
}

import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { Settings } from '../config/settings.js';
import { Random } from '../kernel/random.js';
import { GRANT_TYPES } from '../protocol/names.js';
import { MASTER_REALM, type Realm } from '../realms/realm.types.js';
import { ProvisioningService } from './provisioning.service.js';

const ADMIN_SCOPES = ['admin:read', 'admin:write'];

/** Realm `master`: its key is random and known to nobody, its administrator client is the one way in. */
@Injectable()
export class MasterRealm {
  constructor(
    private readonly settings: Settings,
    private readonly provisioning: ProvisioningService,
    private readonly clients: ClientsService,
    private readonly random: Random,
  ) {}

  /**
   * @returns the secret of the administrator client when it was generated; it cannot be read again
   * @throws DomainError `conflict` when there is one
   */
  async create(): Promise<string | null> {
    let generated: string | null = null;
    await this.provisioning.createRealm(MASTER_REALM, { key: this.random.secret() }, async (realm) => {
      generated = await this.createAdministrator(realm);
    });
    return generated;
  }

  private async createAdministrator(realm: Realm): Promise<string | null> {
    const { bootstrapAdminClientId: clientId, bootstrapAdminClientSecret } = this.settings;
    const { clientSecret } = await this.clients.create(realm, {
      clientId,
      clientSecret: bootstrapAdminClientSecret,
      name: 'Administrator',
      grantTypes: [GRANT_TYPES.clientCredentials],
      scopes: ADMIN_SCOPES,
    });
    return clientSecret ?? null;
  }
}

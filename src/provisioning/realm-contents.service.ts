import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { InitialAccessTokens } from '../clients/initial-access-tokens.service.js';
import { MASTER_REALM, REALM_ADMIN, SERVER_ADMIN, type Realm } from '../realms/realm.types.js';
import { RealmTexts } from '../realms/realm-texts.service.js';
import { RolesService } from '../realms/roles.service.js';
import { ScopesService } from '../scopes/scopes.service.js';

const REALM_ADMIN_ROLE = { name: REALM_ADMIN, description: 'Manages the realm.' };
const SERVER_ADMIN_ROLE = { name: SERVER_ADMIN, description: 'Manages every realm of the server.' };

/** What every realm is made with beside its keys: scopes, roles and its own client. */
@Injectable()
export class RealmContents {
  constructor(
    private readonly scopes: ScopesService,
    private readonly roles: RolesService,
    private readonly clients: ClientsService,
    private readonly texts: RealmTexts,
    private readonly initialTokens: InitialAccessTokens,
  ) {}

  /** Inside the transaction that makes the realm. */
  async provision(realm: Realm): Promise<void> {
    await this.scopes.provision(realm);
    const isMaster = realm.name === MASTER_REALM;
    for (const role of isMaster ? [REALM_ADMIN_ROLE, SERVER_ADMIN_ROLE] : [REALM_ADMIN_ROLE]) {
      await this.roles.create(realm, role);
    }
    await this.clients.createOwn(realm);
  }

  /** These, and whatever else of their kind was added since. Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: Realm): Promise<void> {
    await this.initialTokens.deleteAllOf(realm);
    await this.clients.deleteAllOf(realm);
    await this.roles.deleteAllOf(realm);
    await this.scopes.deleteAllOf(realm);
    await this.texts.deleteAllOf(realm);
  }
}

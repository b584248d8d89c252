import { ClientsService } from '../../../src/clients/clients.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm, type BuiltUser } from '../../support/builders.js';
import { OidcParty } from '../../support/oidc-party.js';
import { publishFiles, type PublishedFiles } from '../../support/published-files.js';
import { Registering } from '../../support/registering.js';
import { startServer, type TestServer } from '../../support/server.js';
import { aFullUser } from './basic.fixtures.js';

export const CALLBACK = 'https://rp.example.com/callback';

const RULES = {
  scopes: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
  grantTypes: ['authorization_code', 'refresh_token'],
  redirectHosts: [],
  maxClients: 1000,
  unusedDays: 30,
};

/** A realm where the suite registers a client for each module, and the site where the client publishes its documents. */
export class DynamicPlan {
  private constructor(
    readonly server: TestServer,
    readonly realm: Realm,
    readonly user: BuiltUser,
    readonly site: PublishedFiles,
  ) {}

  static async open(): Promise<DynamicPlan> {
    const site = await publishFiles();
    const server = await startServer({ settings: { EGRESS_ALLOW: site.authority } });
    const realm = await aRealm(server, { registration: 'open', registrationRules: RULES });
    return new DynamicPlan(server, realm, await aFullUser(server, realm), site);
  }

  get registering(): Registering {
    return new Registering(this.server, this.realm);
  }

  /** A client that has registered itself. */
  async party(metadata: Record<string, unknown> = {}): Promise<OidcParty> {
    const usual = { redirect_uris: [CALLBACK], grant_types: ['authorization_code', 'refresh_token'] };
    const { status, text, body } = await this.registering.register({ ...usual, ...metadata });
    if (status !== 201) throw new Error(`The client was not registered: ${text}`);
    const client = await this.server.get(ClientsService).get(this.realm, String(body['client_id']));
    return new OidcParty(this.server, this.realm, { ...client, secret: String(body['client_secret']) });
  }

  /** Puts a document on the client's site. */
  publish(path: string, content: object | string): string {
    this.site.files.set(path, typeof content === 'string' ? content : JSON.stringify(content));
    return `${this.site.origin}${path}`;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.site.close();
  }
}

import type { Realm } from '../../../../src/realms/realm.types.js';
import type { Answer } from '../../../support/requests.js';
import { Admin } from '../support.js';

type Json = Record<string, unknown>;

export const CONFIG = {
  name: 'Acme',
  linkUrl: 'https://crm.example/authorize',
  tokenUrl: 'https://crm.example/token',
  clientId: 'id-1',
  clientSecret: 'a-client-secret-of-the-provider',
  connectionLevel: 'realm',
};

/** The admin API below the connections of one realm. */
export class ConnectionsAdmin {
  private readonly base: string;

  constructor(
    private readonly admin: Admin,
    realm: Realm,
  ) {
    this.base = `/realms/${realm.name}/connections`;
  }

  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.admin.send(method, `${this.base}${path}`, body, headers);
  }

  /** @returns the resource that was made */
  async made(path: string, body: object): Promise<Json> {
    const { status, body: made, text } = await this.send('POST', path, body);
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${text}`);
    return made;
  }

  /** An app with one config. */
  async config(fields: Json = {}): Promise<{ app: string; config: Json; path: string }> {
    const app = String((await this.made('/apps', { name: `CRM ${Math.random()}`.replace('.', '') }))['id']);
    const config = await this.made(`/apps/${app}/oauth-configs`, { ...CONFIG, ...fields });
    return { app, config, path: `/apps/${app}/oauth-configs/${String(config['id'])}` };
  }
}

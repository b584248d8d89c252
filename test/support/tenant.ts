import type { Type } from '@nestjs/common';
import { ClientsService } from '../../src/clients/clients.service.js';
import type { Client, NewClient } from '../../src/clients/client.types.js';
import { Sql } from '../../src/database/sql.js';
import { RealmsService } from '../../src/realms/realms.service.js';
import type { Realm, RealmChanges } from '../../src/realms/realm.types.js';
import { ScopesService } from '../../src/scopes/scopes.service.js';
import type { GrantStart, IssuedTokens, LiveToken, RefreshRequest } from '../../src/tokens/token.types.js';
import { TokensModule } from '../../src/tokens/tokens.module.js';
import { TokensService } from '../../src/tokens/tokens.service.js';
import type { User } from '../../src/users/user.types.js';
import { UsersService } from '../../src/users/users.service.js';
import { type Domain, freshDomain, openDomain } from './domain.js';

export const REQUEST = { id: 'request-1', address: '192.0.2.1' };
export const API = 'https://api.example.com/reports';
export const OTHER_API = 'https://api.example.com/orders';

const modules: readonly Type[] = [TokensModule];

/** One node of the server, up to tokens, on a database of its own. */
export const freshTokenDomain = (): Promise<Domain> => freshDomain({ modules });

/** A further node on the database of another one, by default with the same clock. */
export const secondNode = ({ url, clock: shared }: Domain, clock = shared): Promise<Domain> =>
  openDomain({ url, clock, modules });

interface Options {
  readonly name?: string;
  readonly realm?: RealmChanges;
  readonly client?: Partial<NewClient>;
}

let tenants = 0;

/** A realm with a client that may do everything, and a user. */
export async function aTenant(domain: Domain, options: Options = {}): Promise<Tenant> {
  const realm = await domain.realm(options.name ?? `realm-${++tenants}`, options.realm);
  await domain.get(ScopesService).create(realm, { name: 'reports:read' });
  const tenant = new Tenant(domain, realm.name, 'app', 'ada');
  await tenant.addClient({ clientId: 'app', ...options.client });
  await domain.get(UsersService).create(realm, { username: 'ada', password: 'a password that nobody guesses' });
  return tenant;
}

/** Asks for tokens as the endpoints do: the moment is taken first, then realm, client and user are read as they are. */
export class Tenant {
  constructor(
    readonly domain: Domain,
    readonly realmName: string,
    readonly clientId: string,
    readonly username: string,
  ) {}

  get tokens(): TokensService {
    return this.domain.get(TokensService);
  }

  get sql(): Sql {
    return this.domain.get(Sql);
  }

  /** The same tenant at another node, or as another of its clients. */
  at({ domain = this.domain, clientId = this.clientId }: { domain?: Domain; clientId?: string }): Tenant {
    return new Tenant(domain, this.realmName, clientId, this.username);
  }

  realm(): Promise<Realm> {
    return this.domain.get(RealmsService).get(this.realmName);
  }

  async client(): Promise<Client> {
    return this.domain.get(ClientsService).get(await this.realm(), this.clientId);
  }

  async user(): Promise<User> {
    return this.domain.get(UsersService).get(await this.realm(), this.username);
  }

  async addClient(client: NewClient): Promise<void> {
    await this.domain.get(ClientsService).create(await this.realm(), {
      grantTypes: ['client_credentials', 'password', 'refresh_token'],
      scopes: ['openid', 'profile', 'reports:read'],
      resources: [API, OTHER_API],
      ...client,
    });
  }

  async changeClient(changes: Parameters<ClientsService['update']>[2]): Promise<void> {
    await this.domain.get(ClientsService).update(await this.realm(), this.clientId, changes);
  }

  async changeUser(changes: Parameters<UsersService['update']>[2]): Promise<void> {
    await this.domain.get(UsersService).update(await this.realm(), this.username, changes);
  }

  async changeRealm(changes: RealmChanges): Promise<void> {
    await this.domain.get(RealmsService).update(this.realmName, changes);
  }

  async issueForClient(wanted: { scope?: string[]; resources?: string[] } = {}): Promise<IssuedTokens> {
    const at = this.domain.clock.now();
    const issuance = { at, request: REQUEST, grantType: 'client_credentials', scope: [], resources: [], ...wanted };
    return this.tokens.issueForClient(await this.realm(), await this.client(), issuance);
  }

  async startGrant(wanted: Partial<GrantStart> = {}): Promise<IssuedTokens> {
    const at = this.domain.clock.now();
    const [realm, client, user] = [await this.realm(), await this.client(), await this.user()];
    const start = { at, request: REQUEST, grantType: 'password', resources: [], withRefresh: true };
    return this.tokens.startGrant(realm, client, user, { ...start, scope: ['openid', 'reports:read'], ...wanted });
  }

  async refresh(presented: string | undefined, wanted: Partial<RefreshRequest> = {}): Promise<IssuedTokens> {
    const at = this.domain.clock.now();
    const [realm, client] = [await this.realm(), await this.client()];
    return this.tokens.refresh(realm, client, presented ?? '', { at, request: REQUEST, ...wanted });
  }

  async judge(value: string | undefined): Promise<LiveToken | null> {
    return this.tokens.judge(await this.realm(), value ?? '');
  }

  async isLive(value: string | undefined): Promise<boolean> {
    return (await this.judge(value)) !== null;
  }

  async revoke(value: string | undefined): Promise<void> {
    await this.tokens.revoke(await this.realm(), await this.client(), value ?? '', REQUEST);
  }

  /** How many rows of a table match. */
  async count(table: string, condition = '1 = 1', parameters: unknown[] = []): Promise<number> {
    const [row] = await this.sql.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM ${table} WHERE ${condition}`,
      parameters,
    );
    return Number(row?.n);
  }
}

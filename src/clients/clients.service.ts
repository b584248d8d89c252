import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { unlessDuplicate } from '../database/unless-duplicate.js';
import { DomainError } from '../kernel/domain-error.js';
import { CLIENT_AUTH_METHODS } from '../protocol/names.js';
import type { Realm } from '../realms/realm.types.js';
import { RolesService } from '../realms/roles.service.js';
import { ClientDrafts, ownClient } from './client-drafts.js';
import { ClientOriginsRepository } from './client-origins.repository.js';
import { ClientSecrets } from './client-secrets.js';
import type { Client, ClientChanges, ClientOrigin, NewClient, NewClientSecret, StoredSecret } from './client.types.js';
import { ClientsRepository } from './clients.repository.js';
import { webOriginsOf } from './web-origins.js';

/** How often a change is begun anew because another one came first. */
const TRIES = 5;

/** @param id of the row of the client that is being deleted. */
export type ClientDeletion = (realm: RealmRef, id: string) => Promise<void>;

@Injectable()
export class ClientsService {
  private readonly deletions: ClientDeletion[] = [];

  constructor(
    private readonly clients: ClientsRepository,
    private readonly origins: ClientOriginsRepository,
    private readonly drafts: ClientDrafts,
    private readonly secrets: ClientSecrets,
    private readonly roles: RolesService,
    private readonly transaction: Transaction,
  ) {}

  /** Has that called, in the transaction, when a client is deleted. */
  onDeletion(deletion: ClientDeletion): void {
    this.deletions.push(deletion);
  }

  /** By its wire `client_id`, as the database has it now; frozen. */
  find(realm: RealmRef, clientId: string): Promise<Client | null> {
    return this.clients.find(realm, clientId);
  }

  /** By the id of its row. */
  findById(realm: RealmRef, id: string): Promise<Client | null> {
    return this.clients.findById(realm, id);
  }

  /** Those of the rows that exist. */
  findByIds(realm: RealmRef, ids: readonly string[]): Promise<Client[]> {
    return this.clients.findByIds(realm, ids);
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, clientId: string): Promise<Client> {
    const client = await this.clients.find(realm, clientId);
    if (!client) throw DomainError.notFound('The client');
    return client;
  }

  list(realm: RealmRef, request: PageRequest): Promise<Page<Client>> {
    return this.clients.page(realm, request);
  }

  /**
   * @param origin said by code alone, never by what a request holds.
   * @returns the secret when it was generated: the only time that it can be read.
   * @throws DomainError `invalid`, or `conflict` for a client id that is taken.
   */
  create(
    realm: Realm,
    input: NewClient,
    origin: Exclude<ClientOrigin, 'realm'> = 'admin',
  ): Promise<{ client: Client; clientSecret?: string }> {
    return this.add(realm, input, origin);
  }

  /** The client that bears the realm's name and that the realm key authenticates; made with the realm. */
  async createOwn(realm: Realm): Promise<Client> {
    return (await this.add(realm, ownClient(realm), 'realm')).client;
  }

  /**
   * Merges the changes in.
   *
   * @param ifVersion refuses with `stale` when the client has another version by now.
   * @throws DomainError `not_found`, `invalid` or `stale`
   */
  update(realm: Realm, clientId: string, changes: ClientChanges, ifVersion?: number): Promise<Client> {
    return this.transaction.run(async () => {
      const change = (client: Client): Promise<Client> => this.drafts.change(realm, client, changes);
      const client = await this.replace(realm, clientId, change, ifVersion);
      await this.origins.replace(realm, client.id, webOriginsOf(client));
      if (changes.roles) await this.roles.assign(realm, { id: client.id, kind: 'client' }, changes.roles);
      return client;
    });
  }

  /** @throws DomainError `not_found`, or `conflict` for the realm's own client. */
  delete(realm: RealmRef, clientId: string): Promise<void> {
    return this.transaction.run(async () => {
      const { id, origin } = await this.get(realm, clientId);
      if (origin === 'realm') throw DomainError.conflict("The realm's own client cannot be deleted.");
      await this.roles.unassignAll(realm, id);
      await this.origins.remove(realm, id);
      for (const deletion of this.deletions) await deletion(realm, id);
      await this.clients.remove(realm, id);
    });
  }

  /**
   * Adds a live secret: the given one, or a random one.
   *
   * @param options.expireOthersIn seconds after which the other secrets end.
   * @throws DomainError `not_found`, `invalid`, or `conflict` when the client has two live ones or takes none.
   */
  async addSecret(
    realm: RealmRef,
    clientId: string,
    options: { secret?: string; expireOthersIn?: number } = {},
  ): Promise<NewClientSecret> {
    const clientSecret = options.secret ?? this.secrets.generate();
    const { secrets } = await this.replace(realm, clientId, async (client) => {
      if (client.type === 'public') throw DomainError.conflict('A public client has no secret.');
      if (client.origin === 'realm') throw DomainError.conflict("The realm's own client takes the key of the realm.");
      const added = await this.secrets.keep(realm, client, clientSecret, 'secret');
      return this.drafts.touched({
        ...client,
        secrets: this.secrets.add(client.secrets, added, options.expireOthersIn),
      });
    });
    return { id: (secrets.at(-1) as StoredSecret).id, clientSecret };
  }

  /** The secrets of the client that have not ended. */
  liveSecrets(client: Client): readonly StoredSecret[] {
    return this.secrets.live(client);
  }

  /** Constant in time, for a client that does not exist (null) as well. Whether the client is enabled is not asked here. */
  verifySecret(realm: Realm, client: Client | null, presented: string): boolean {
    return this.secrets.verify(realm, client, presented);
  }

  /** The secrets that the client may sign an assertion with (`client_secret_jwt`). */
  assertionSecrets(realm: RealmRef, client: Client): Promise<Buffer[]> {
    return this.secrets.signing(realm, client);
  }

  /** Takes a scope that is being deleted away from every client that names it. */
  async forgetScope(realm: RealmRef, scope: string): Promise<void> {
    const without = (names: readonly string[]): string[] => names.filter((name) => name !== scope);
    const holders = (await this.clients.mentioning(realm, scope)).filter(({ scopes }) => scopes.includes(scope));
    for (const { clientId } of holders) {
      await this.replace(realm, clientId, (client) => {
        const scopes = { scopes: without(client.scopes), defaultScopes: without(client.defaultScopes) };
        return Promise.resolve(this.drafts.touched({ ...client, ...scopes }));
      });
    }
  }

  /** Whether redirect URIs of an enabled client of the realm lead to that web origin (CORS). */
  hasOrigin(realm: RealmRef, origin: string): Promise<boolean> {
    return this.origins.has(realm, origin);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.origins.deleteAllOf(realm);
    await this.clients.deleteAllOf(realm);
  }

  private async add(
    realm: Realm,
    input: NewClient,
    origin: ClientOrigin,
  ): Promise<{ client: Client; clientSecret?: string }> {
    const secret = this.firstSecret(input);
    const draft = await this.drafts.create(realm, input, origin);
    const secrets = secret === null ? [] : [await this.secrets.keep(realm, draft, secret, 'clientSecret')];
    const client = { ...draft, secrets };
    await this.transaction.run(async () => {
      await this.store(realm, client);
      await this.origins.replace(realm, client.id, webOriginsOf(client));
      if (input.roles) await this.roles.assign(realm, { id: client.id, kind: 'client' }, input.roles);
    });
    return secret !== null && input.clientSecret === undefined ? { client, clientSecret: secret } : { client };
  }

  private firstSecret({ type, clientSecret, tokenEndpointAuthMethods: methods }: NewClient): string | null {
    if (type === 'public' && clientSecret != null)
      throw DomainError.invalid('clientSecret', 'is not for public clients');
    if (clientSecret === null && methods?.includes(CLIENT_AUTH_METHODS.secretJwt))
      throw DomainError.invalid('clientSecret', `is needed for ${CLIENT_AUTH_METHODS.secretJwt}`);
    if (clientSecret !== undefined) return clientSecret;
    const keysOnly = methods?.length === 1 && methods[0] === CLIENT_AUTH_METHODS.privateKeyJwt;
    return type === 'public' || keysOnly ? null : this.secrets.generate();
  }

  private async store(realm: RealmRef, client: Client): Promise<void> {
    await unlessDuplicate(this.clients.insert(realm, client), 'A client of that id exists.');
  }

  /** Reads, changes and writes back under the version that was read; begins anew where another change came first. */
  private async replace(
    realm: RealmRef,
    clientId: string,
    change: (client: Client) => Promise<Client>,
    ifVersion?: number,
  ): Promise<Client> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const client = await this.get(realm, clientId);
      if (ifVersion !== undefined && client.version !== ifVersion) break;
      const changed = await change(client);
      if (await this.clients.replace(realm, changed, client.version)) return changed;
    }
    throw DomainError.stale('The client');
  }
}

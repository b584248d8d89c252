import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/ids.js';
import { AppsService } from '../apps/apps.service.js';
import { ConnectionEvents } from '../events/connection-events.service.js';
import { ConfigTexts } from './config-texts.service.js';
import type { ConfigChanges, ConfigUpdate, NewConfig } from './config-changes.types.js';
import { mayFollow } from './config-hosts.js';
import type { ConnectionConfig } from './config.types.js';
import { ConfigWrites } from './config-writes.service.js';
import { ConfigsRepository, type StoredConfig } from './configs.repository.js';

const PUBLIC_KEY = /^[\w-]{22}$/;
const ALL = { limit: 1000 };

/** How apps are connected: the configs of a realm, each in its current version unless another one is asked for. */
@Injectable()
export class ConfigsService implements OnModuleInit {
  constructor(
    private readonly configs: ConfigsRepository,
    private readonly texts: ConfigTexts,
    private readonly writes: ConfigWrites,
    private readonly apps: AppsService,
    private readonly events: ConnectionEvents,
  ) {}

  onModuleInit(): void {
    this.apps.onDeletion(async (realm, appId) => {
      for (const { id } of (await this.configs.page(realm, appId, ALL)).items) await this.writes.delete(realm, id);
    });
  }

  async find(realm: RealmRef, id: string): Promise<ConnectionConfig | null> {
    const stored = isId(id) ? await this.configs.find(realm, id) : null;
    return stored && this.texts.open(realm, stored);
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, id: string): Promise<ConnectionConfig> {
    const config = await this.find(realm, id);
    if (!config) throw DomainError.notFound('The config');
    return config;
  }

  /** By the last segment of its callback's path; of whichever realm. */
  async findByPublicKey(publicKey: string): Promise<{ realm: RealmRef; config: ConnectionConfig } | null> {
    const found = PUBLIC_KEY.test(publicKey) ? await this.configs.findByPublicKey(publicKey) : null;
    return found && { realm: found.realm, config: await this.texts.open(found.realm, found.config) };
  }

  /** With the name and status that it has now. @throws DomainError `not_found` */
  async version(realm: RealmRef, id: string, version: number): Promise<ConnectionConfig> {
    const stored = isId(id) ? await this.configs.findVersion(realm, id, version) : null;
    if (!stored) throw DomainError.notFound('The config');
    return this.texts.open(realm, stored);
  }

  /** The current version, where connections by an earlier one go by it; else the earlier. @throws DomainError `not_found` */
  async versionToGoBy(realm: RealmRef, config: ConnectionConfig): Promise<number> {
    const current = await this.get(realm, config.id);
    return mayFollow(config, current) ? current.version : config.version;
  }

  /** The oldest first. @param appId null for those of every app. */
  async list(realm: RealmRef, appId: string | null, request: PageRequest): Promise<Page<ConnectionConfig>> {
    const { items, nextCursor } = await this.configs.page(realm, appId, request);
    return { items: await this.openAll(realm, items), nextCursor };
  }

  async ofApp(realm: RealmRef, appId: string): Promise<ConnectionConfig[]> {
    return this.openAll(realm, (await this.configs.page(realm, appId, ALL)).items);
  }

  /**
   * @throws DomainError `not_found` for the app, `invalid`, `invalid_template`, `invalid_path`, or `conflict` when the app
   * has as many as it may have.
   */
  async create(realm: RealmRef, appId: string, input: NewConfig): Promise<ConnectionConfig> {
    const app = await this.apps.get(realm, appId);
    return this.writes.create(realm, app.id, input);
  }

  /**
   * Makes a new version. Its connections go by it, unless another client or another host would be given their tokens.
   *
   * @throws DomainError as {@link create} does; `stale`; `config_version_conflict` when another change came first;
   * `confirmation_required` for a host that its connections know nothing of.
   */
  update(realm: RealmRef, id: string, changes: ConfigChanges, options: ConfigUpdate = {}): Promise<ConnectionConfig> {
    return this.writes.update(realm, id, changes, options);
  }

  /** @throws DomainError `not_found`, or `conflict` while it has connections or revocations to be sent. */
  delete(realm: RealmRef, id: string): Promise<void> {
    return this.writes.delete(realm, id);
  }

  /** The provider refuses the client itself. */
  async markUnhealthy(realm: RealmRef, { id }: Pick<ConnectionConfig, 'id'>, reason: string): Promise<void> {
    if (!(await this.configs.setStatus(realm, id, 'active', 'unhealthy'))) return;
    await this.events.record(realm, { type: 'oauth_config.unhealthy', configId: id, detail: { reason } });
  }

  /** The provider takes the client again. */
  async markHealthy(realm: RealmRef, { id }: Pick<ConnectionConfig, 'id'>): Promise<void> {
    if (!(await this.configs.setStatus(realm, id, 'unhealthy', 'active'))) return;
    await this.events.record(realm, { type: 'oauth_config.recovered', configId: id });
  }

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.configs.deleteAllOf(realm);
  }

  private openAll(realm: RealmRef, stored: readonly StoredConfig[]): Promise<ConnectionConfig[]> {
    return Promise.all(stored.map((one) => this.texts.open(realm, one)));
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { unlessDuplicate } from '../../database/unless-duplicate.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids, isId } from '../../kernel/ids.js';
import type { Installation } from './app.types.js';
import { AppsService } from './apps.service.js';
import { InstallationsRepository } from './installations.repository.js';
import { type EnteredValues, SettingsValues } from './settings-values.service.js';

/** That the realm uses an app, and whether it has entered all that the app needs of it. */
@Injectable()
export class Installations implements OnModuleInit {
  constructor(
    private readonly installations: InstallationsRepository,
    private readonly apps: AppsService,
    private readonly values: SettingsValues,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.apps.onDeletion((realm, appId) => this.installations.removeOfApp(realm, appId));
  }

  list(realm: RealmRef, request: PageRequest): Promise<Page<Installation>> {
    return this.installations.page(realm, request);
  }

  /** As by {@link enable}. An app that the realm has not installed may lack for nothing, and is not switched off. */
  async isSwitchedOff(realm: RealmRef, appId: string): Promise<boolean> {
    return (await this.ofApp(realm, appId))?.status === 'disabled';
  }

  /** Null for an app that the realm has not installed. */
  ofApp(realm: RealmRef, appId: string): Promise<Installation | null> {
    return this.installations.ofApp(realm, appId);
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, id: string): Promise<Installation> {
    const installation = isId(id) ? await this.installations.find(realm, id) : null;
    if (!installation) throw DomainError.notFound('The installation');
    return installation;
  }

  /** @throws DomainError `not_found`, `invalid`, or `conflict` for an app that is installed. Call inside a transaction. */
  async install(
    realm: RealmRef,
    appId: string,
    values: EnteredValues,
    installedBy: string | null,
  ): Promise<Installation> {
    const app = await this.apps.get(realm, appId);
    await this.values.enter(realm, app.id, values);
    const at = this.clock.now();
    const status = await this.statusOf(realm, app.id);
    const installation = { id: this.ids.next(at), appId: app.id, status, installedBy, createdAt: at };
    await unlessDuplicate(this.installations.add(realm, installation), 'The app is installed.');
    return installation;
  }

  /** Merges values in; null removes one. @throws DomainError `not_found` or `invalid`. Call inside a transaction. */
  async enter(realm: RealmRef, id: string, values: EnteredValues): Promise<Installation> {
    const installation = await this.get(realm, id);
    await this.values.enter(realm, installation.appId, values);
    if (installation.status === 'disabled') return installation;
    return this.set(realm, installation, await this.statusOf(realm, installation.appId));
  }

  /** @throws DomainError `not_found` */
  async enable(realm: RealmRef, id: string, enabled: boolean): Promise<Installation> {
    const installation = await this.get(realm, id);
    const status = enabled ? await this.statusOf(realm, installation.appId) : 'disabled';
    return this.set(realm, installation, status);
  }

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.installations.deleteAllOf(realm);
  }

  private async set(
    realm: RealmRef,
    installation: Installation,
    status: Installation['status'],
  ): Promise<Installation> {
    await this.installations.setStatus(realm, installation.id, status);
    return { ...installation, status };
  }

  private async statusOf(realm: RealmRef, appId: string): Promise<'active' | 'pending_settings'> {
    return (await this.values.missing(realm, { appId }, null)).length === 0 ? 'active' : 'pending_settings';
  }
}

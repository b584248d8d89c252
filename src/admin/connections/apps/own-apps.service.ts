import { Injectable } from '@nestjs/common';
import type { ConnectionApp } from '../../../connections/apps/app.types.js';
import { AppsService } from '../../../connections/apps/apps.service.js';
import { Installations } from '../../../connections/apps/installations.service.js';
import { ConfigsService } from '../../../connections/configs/configs.service.js';
import { ConnectionsService } from '../../../connections/vault/connections.service.js';
import type { RealmRef } from '../../../database/realm-ref.js';
import { DomainError } from '../../../kernel/domain-error.js';

/** What a path names. */
export interface NamedParts {
  readonly appId?: string;
  readonly configId?: string;
}

/**
 * What app developers reach: the apps that they have made, and the parts of these. They work on drafts: as soon as others
 * trust an app with a token or a secret, where that goes is for administrators to say.
 */
@Injectable()
export class OwnApps {
  constructor(
    private readonly apps: AppsService,
    private readonly configs: ConfigsService,
    private readonly installations: Installations,
    private readonly connections: ConnectionsService,
  ) {}

  /** @throws DomainError `not_found` for what is another's, as for what does not exist. */
  async requireSight(realm: RealmRef, userId: string, parts: NamedParts): Promise<void> {
    await this.named(realm, userId, parts);
  }

  /** @throws DomainError as {@link requireSight} does, `forbidden` for what is no draft of the developer's alone. */
  async requireWork(realm: RealmRef, userId: string, parts: NamedParts): Promise<void> {
    for (const app of await this.named(realm, userId, parts)) {
      if (await this.isTrusted(realm, userId, app))
        throw new DomainError('forbidden', 'The app is in use: from now on an administrator of the realm changes it.');
    }
  }

  private async named(realm: RealmRef, userId: string, { appId, configId }: NamedParts): Promise<ConnectionApp[]> {
    const named: ConnectionApp[] = [];
    if (appId !== undefined) named.push(await this.own(realm, userId, appId, 'The app'));
    if (configId !== undefined) {
      const config = await this.configs.find(realm, configId);
      named.push(await this.own(realm, userId, config?.appId ?? '', 'The config'));
    }
    return named;
  }

  private async own(realm: RealmRef, userId: string, appId: string, what: string): Promise<ConnectionApp> {
    const app = await this.apps.find(realm, appId);
    if (app?.createdBy !== userId) throw DomainError.notFound(what);
    return app;
  }

  private async isTrusted(realm: RealmRef, userId: string, { id, status }: ConnectionApp): Promise<boolean> {
    if (status !== 'draft' || (await this.installations.ofApp(realm, id))) return true;
    return this.connections.hasOthersThan(realm, id, { kind: 'user', userId });
  }
}

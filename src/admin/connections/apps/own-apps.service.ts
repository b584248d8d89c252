import { Injectable } from '@nestjs/common';
import { AppsService } from '../../../connections/apps/apps.service.js';
import { ConfigsService } from '../../../connections/configs/configs.service.js';
import type { RealmRef } from '../../../database/realm-ref.js';
import { DomainError } from '../../../kernel/domain-error.js';

/** What a path names. */
export interface NamedParts {
  readonly appId?: string;
  readonly configId?: string;
}

/** What app developers reach: the apps that they have made, and the parts of these. */
@Injectable()
export class OwnApps {
  constructor(
    private readonly apps: AppsService,
    private readonly configs: ConfigsService,
  ) {}

  /** @throws DomainError `not_found` for what is another's, as for what does not exist. */
  async require(realm: RealmRef, userId: string, { appId, configId }: NamedParts): Promise<void> {
    if (appId !== undefined && !(await this.isOwn(realm, userId, appId))) throw DomainError.notFound('The app');
    if (configId === undefined) return;
    const config = await this.configs.find(realm, configId);
    if (!config || !(await this.isOwn(realm, userId, config.appId))) throw DomainError.notFound('The config');
  }

  private async isOwn(realm: RealmRef, userId: string, appId: string): Promise<boolean> {
    return (await this.apps.find(realm, appId))?.createdBy === userId;
  }
}

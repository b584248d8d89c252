import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ConnectionApp, NewApp } from '../apps/app.types.js';
import { AppsService } from '../apps/apps.service.js';
import { Installations } from '../apps/installations.service.js';
import { BlueprintWrites } from './blueprint-writes.service.js';
import { Catalogue } from './catalogue.service.js';
import type { CopyWish } from './catalogue.types.js';

/** Apps of the catalogue, made anew in a realm: its own rows, its own callbacks, and a client of its own at the provider. */
@Injectable()
export class AppCopies {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly apps: AppsService,
    private readonly installations: Installations,
    private readonly writes: BlueprintWrites,
    private readonly transaction: Transaction,
  ) {}

  /**
   * All of it or nothing. People can connect as soon as the realm has entered what the app asks of it.
   *
   * @throws DomainError `not_found`, `invalid` for a value, or `conflict` for a slug that is taken.
   */
  install(realm: RealmRef, slug: string, wish: CopyWish, installedBy: string | null): Promise<ConnectionApp> {
    return this.transaction.run(async () => {
      const entry = await this.catalogue.find(slug);
      if (!entry) throw DomainError.notFound('The app of the catalogue');
      const { version, parts, blueprint } = entry;
      const origin = { slug, version, parts };
      const input = { ...blueprint.app, slug: wish.slug ?? slug, status: 'published', origin } as const;
      const app = await this.create(realm, input, installedBy);
      await this.writes.put(realm, { appId: app.id, isWanted: () => true }, blueprint);
      await this.installations.install(realm, app.id, wish.values ?? {}, installedBy);
      return app;
    });
  }

  private async create(realm: RealmRef, input: NewApp, createdBy: string | null): Promise<ConnectionApp> {
    try {
      return await this.apps.create(realm, input, createdBy);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'conflict') throw error;
      const message = `The realm has an app of the slug "${input.slug}". If it is a copy of this one, update it; else install with another \`slug\`.`;
      throw DomainError.conflict(message);
    }
  }
}

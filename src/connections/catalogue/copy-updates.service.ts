import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { AppsService } from '../apps/apps.service.js';
import { Installations } from '../apps/installations.service.js';
import { hostsMet } from '../configs/config-hosts.js';
import type { AppBlueprint } from './blueprint.types.js';
import { BlueprintWrites } from './blueprint-writes.service.js';
import { Blueprints } from './blueprints.service.js';
import { Catalogue } from './catalogue.service.js';
import type { CatalogueEntry, UpdateWish } from './catalogue.types.js';
import { APP_KEY, configKey, fingerprintsOf } from './fingerprints.js';
import { planUpdate } from './update-plan.js';

/** Brings copies to what the catalogue says now. */
@Injectable()
export class CopyUpdates {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly blueprints: Blueprints,
    private readonly apps: AppsService,
    private readonly installations: Installations,
    private readonly writes: BlueprintWrites,
    private readonly transaction: Transaction,
  ) {}

  /**
   * Configs keep their ids, callbacks and clients; what the catalogue has left as it was stays as the realm made it.
   *
   * @throws DomainError `not_found`; `conflict` for an app that is no copy, or with `conflicts` where the realm changed the
   * same parts; `confirmation_required` for hosts that the copy did not name.
   */
  update(realm: RealmRef, appId: string, wish: UpdateWish): Promise<ConnectionApp> {
    return this.transaction.run(async () => {
      const app = await this.apps.get(realm, appId);
      const entry = await this.entryOf(app);
      const ours = await this.blueprints.of(realm, app);
      const base = app.origin?.parts ?? {};
      const { news, conflicts } = planUpdate({ base, ours: fingerprintsOf(ours), theirs: entry.parts });
      if (conflicts.length > 0 && !wish.overwrite) throw changedByRealm(conflicts);
      const isWanted = (key: string): boolean => news.includes(key);
      if (!wish.confirm) refuseNewHosts(ours, entry, isWanted);
      await this.writes.put(realm, { appId, isWanted, confirm: wish.confirm }, entry.blueprint);
      await this.look(realm, appId);
      const { slug, version, parts } = entry;
      const told = isWanted(APP_KEY) ? entry.blueprint.app : {};
      return this.apps.update(realm, appId, { ...told, origin: { slug, version, parts } }, app.version);
    });
  }

  private async entryOf({ origin }: ConnectionApp): Promise<CatalogueEntry> {
    if (!origin) throw DomainError.conflict('The app is not a copy of one of the catalogue.');
    const entry = await this.catalogue.find(origin.slug);
    if (!entry) throw DomainError.conflict('The catalogue has this app no longer; the copy stays as it is.');
    return entry;
  }

  /** Settings that have come with it may be missing. */
  private async look(realm: RealmRef, appId: string): Promise<void> {
    const installation = await this.installations.ofApp(realm, appId);
    if (installation) await this.installations.enter(realm, installation.id, {});
  }
}

const changedByRealm = (conflicts: readonly string[]): DomainError =>
  new DomainError(
    'conflict',
    'The realm has changed what the catalogue has changed too. With `overwrite` the catalogue is right.',
    { extensions: { conflicts } },
  );

/** The operator's word alone never leads a realm's secrets to a host that its administrators have not seen. */
function refuseNewHosts(ours: AppBlueprint, { blueprint }: CatalogueEntry, isWanted: (key: string) => boolean): void {
  const known = ours.configs.flatMap(({ definition }) => hostsMet(definition));
  const told = blueprint.configs.filter((config) => isWanted(configKey(config)));
  const hosts = [...new Set(told.flatMap(({ definition }) => hostsMet(definition)))].filter(
    (host) => !known.includes(host),
  );
  if (hosts.length === 0) return;
  const message = 'The update names hosts that the app did not name: look at them, and send `confirm`.';
  throw new DomainError('confirmation_required', message, { extensions: { hosts } });
}

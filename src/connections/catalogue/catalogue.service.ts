import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { FieldError } from '../../kernel/domain-error.js';
import { RealmsService } from '../../realms/realms.service.js';
import { MASTER_REALM } from '../../realms/realm.types.js';
import type { ConnectionApp } from '../apps/app.types.js';
import { AppsService } from '../apps/apps.service.js';
import { refuseFaults } from '../changes.js';
import { hostsMet } from '../configs/config-hosts.js';
import type { OfferedBlueprint } from './blueprint.types.js';
import { Blueprints } from './blueprints.service.js';
import type { CatalogueEntry } from './catalogue.types.js';
import { fingerprintsOf, versionOf } from './fingerprints.js';
import { KnownSecrets } from './known-secrets.service.js';
import { offerOf } from './offer.js';
import { writtenValues } from './written-values.js';

/**
 * The apps that the operator offers to every realm: those of the realm master that are published and marked so. Of all
 * that a realm has, nothing else is ever read for another one.
 */
@Injectable()
export class Catalogue implements OnModuleInit {
  constructor(
    private readonly realms: RealmsService,
    private readonly apps: AppsService,
    private readonly blueprints: Blueprints,
    private readonly secrets: KnownSecrets,
  ) {}

  onModuleInit(): void {
    this.apps.onOffer(async (realm, app) => refuseFaults((await this.entry(realm, app)).faults));
  }

  /** What a realm may install; the one that offers also sees what nobody may, and why. */
  async list(realm: RealmRef): Promise<CatalogueEntry[]> {
    const entries = await this.entries();
    return realm.name === MASTER_REALM ? entries : entries.filter(isSound);
  }

  /** Null for one that no realm may install. */
  async find(slug: string): Promise<CatalogueEntry | null> {
    return (await this.entries([slug])).find(isSound) ?? null;
  }

  /** By slug, of those that the apps are copies of and that are still offered. */
  async versions(apps: readonly ConnectionApp[]): Promise<ReadonlyMap<string, string>> {
    const slugs = apps.flatMap(({ origin }) => origin?.slug ?? []);
    const entries = slugs.length === 0 ? [] : await this.entries(slugs);
    return new Map(entries.filter(isSound).map(({ slug, version }) => [slug, version]));
  }

  private async entries(slugs?: readonly string[]): Promise<CatalogueEntry[]> {
    const master = await this.realms.get(MASTER_REALM);
    const offered = (await this.apps.published(master)).filter((app) => app.offered);
    const wanted = offered.filter((app) => slugs?.includes(app.slug) ?? true);
    return Promise.all(wanted.map((app) => this.entry(master, app)));
  }

  private async entry(master: RealmRef, app: ConnectionApp): Promise<CatalogueEntry> {
    const blueprint = offerOf(await this.blueprints.of(master, app));
    const faults = [
      ...repeatedNames(blueprint),
      ...writtenValues(blueprint),
      ...(await this.secrets.within(master, app.id, blueprint)),
    ];
    const parts = fingerprintsOf(blueprint);
    const hosts = blueprint.configs.map(({ name, definition }) => [name, hostsMet(definition)] as const);
    return { slug: app.slug, version: versionOf(parts), parts, blueprint, hosts: Object.fromEntries(hosts), faults };
  }
}

const isSound = ({ faults }: CatalogueEntry): boolean => faults.length === 0;

/** An update knows the configs of a copy by their names. */
const repeatedNames = ({ configs }: OfferedBlueprint): FieldError[] =>
  new Set(configs.map(({ name }) => name)).size < configs.length
    ? [{ field: 'configs', message: 'two of them have one name' }]
    : [];

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { type AppDestinations, AppHosts } from '../apps/app-hosts.js';
import { type HostPatterns, strangersTo } from '../templates/host-patterns.js';
import { ConfigConsequences } from './config-consequences.service.js';
import { ConfigHosts } from './config-hosts.service.js';
import { ConfigTexts } from './config-texts.service.js';
import { ConfigsRepository } from './configs.repository.js';

const ALL = { limit: 1000 };

/** Tells apps where their configs lead, and connections when a setting has turned a host into another one. */
@Injectable()
export class ConfigDestinations implements AppDestinations, OnModuleInit {
  constructor(
    private readonly apps: AppHosts,
    private readonly configs: ConfigsRepository,
    private readonly texts: ConfigTexts,
    private readonly hosts: ConfigHosts,
    private readonly consequences: ConfigConsequences,
  ) {}

  onModuleInit(): void {
    this.apps.toldBy(this);
  }

  async hostsOf(realm: RealmRef, appId: string): Promise<HostPatterns> {
    const each = await this.ofEach(realm, appId);
    return [...new Set([...each.values()].flat())].sort();
  }

  /** Tokens were given by the host that there was: its successor gets none until their owners have connected again. */
  async watch(realm: RealmRef, appId: string): Promise<() => Promise<void>> {
    const before = await this.ofEach(realm, appId);
    return async () => {
      for (const [configId, hosts] of await this.ofEach(realm, appId))
        if (strangersTo(before.get(configId) ?? [], hosts).length > 0) await this.consequences.suspend(realm, configId);
    };
  }

  private async ofEach(realm: RealmRef, appId: string): Promise<Map<string, HostPatterns>> {
    const { items } = await this.configs.page(realm, appId, ALL);
    const hosts = items.map(async (stored) => {
      const config = await this.texts.open(realm, stored);
      return [config.id, await this.hosts.of(realm, appId, config)] as const;
    });
    return new Map(await Promise.all(hosts));
  }
}

import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { HostPatterns } from '../templates/host-patterns.js';

/** What configs say of the app that they are for. */
export interface AppDestinations {
  /** Where they send what was entered for the app. */
  hostsOf(realm: RealmRef, appId: string): Promise<HostPatterns>;
  /** Looks at them before settings are changed. @returns what is to be done afterwards, in the same transaction */
  watch(realm: RealmRef, appId: string): Promise<() => Promise<void>>;
}

/** Where an app leads to. Configs are above apps and say it themselves; as long as nobody says it, a secret goes nowhere. */
@Injectable()
export class AppHosts {
  private destinations: AppDestinations | null = null;

  toldBy(destinations: AppDestinations): void {
    this.destinations = destinations;
  }

  async of(realm: RealmRef, appId: string): Promise<HostPatterns> {
    return (await this.destinations?.hostsOf(realm, appId)) ?? [];
  }

  /** For a change of settings, which may be part of a host: what went by the old one has to hear of it. */
  async around<T>(realm: RealmRef, appId: string, change: () => Promise<T>): Promise<T> {
    const settle = await this.destinations?.watch(realm, appId);
    const result = await change();
    await settle?.();
    return result;
  }
}

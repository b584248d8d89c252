import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { callbackUrl } from '../connect/callback-path.js';
import { shownEnd } from '../shown-end.js';
import { strangersTo } from '../templates/host-patterns.js';
import { ConfigDrafts, type Surroundings } from './config-drafts.service.js';
import { ConfigSecrets } from './config-secrets.service.js';
import type { ConnectionConfig } from './config.types.js';
import { sorted } from './lint.js';
import { secretToEnterAgain } from './lint-secrets.js';
import type { LintFinding } from './lint.types.js';
import { hostsOf } from './secret-hosts.js';

/** What an administrator sees of a config. */
export interface ConfigView {
  readonly config: ConnectionConfig;
  /** The redirect URI to register at the provider. */
  readonly callbackUrl: string;
  readonly clientSecret: { readonly set: boolean; readonly last4: string | null };
  readonly lint: readonly LintFinding[];
}

@Injectable()
export class ConfigViews {
  constructor(
    private readonly drafts: ConfigDrafts,
    private readonly secrets: ConfigSecrets,
    private readonly settings: Settings,
  ) {}

  async view(realm: RealmRef, config: ConnectionConfig): Promise<ConfigView> {
    return this.within(realm, config, await this.drafts.surroundings(realm, config.appId));
  }

  /** Configs of one app. */
  async viewAll(realm: RealmRef, appId: string, configs: readonly ConnectionConfig[]): Promise<ConfigView[]> {
    const around = await this.drafts.surroundings(realm, appId);
    return Promise.all(configs.map((config) => this.within(realm, config, around)));
  }

  callbackUrlOf({ publicKey }: Pick<ConnectionConfig, 'publicKey'>): string {
    return callbackUrl(this.settings.publicUrl, publicKey);
  }

  private async within(realm: RealmRef, config: ConnectionConfig, around: Surroundings): Promise<ConfigView> {
    const secret = await this.secrets.open(realm, config);
    const strangers = secret ? strangersTo(secret.hosts, hostsOf(config, around.entered.open)) : [];
    const lint = this.drafts.lint(around, config, config);
    return {
      config,
      callbackUrl: this.callbackUrlOf(config),
      clientSecret: { set: secret !== null, last4: shownEnd(secret?.value ?? null) },
      lint: strangers.length === 0 ? lint : sorted([...lint, secretToEnterAgain('clientSecret', 'clientSecret')]),
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { AppSettings } from '../apps/app-settings.service.js';
import { AppsService } from '../apps/apps.service.js';
import { refuseFindings } from './config-drafts.service.js';
import { ConfigLint } from './config-lint.service.js';
import type { ConnectionConfig } from './config.types.js';
import { ConfigsService } from './configs.service.js';
import { importConfig } from './import.js';
import type { ImportedConfig } from './import.types.js';

/** What was pasted, and the config that came of it. */
export interface ImportResult {
  readonly imported: ImportedConfig;
  /** Null after a dry run. */
  readonly config: ConnectionConfig | null;
}

export interface ImportOptions {
  /** Says what would be made, and makes nothing. */
  readonly dryRun?: boolean;
  /** Mends typographic quotes, trailing commas and the like. */
  readonly repair?: boolean;
}

/** Makes configs of what people paste: their labels, or the name of a preset. */
@Injectable()
export class ConfigImports {
  constructor(
    private readonly apps: AppsService,
    private readonly settings: AppSettings,
    private readonly configs: ConfigsService,
    private readonly linter: ConfigLint,
    private readonly transaction: Transaction,
  ) {}

  /** @throws DomainError `not_found`, and unless it is a dry run, `invalid`, `invalid_template` or `invalid_path` */
  import(
    realm: RealmRef,
    appId: string,
    pasted: Readonly<Record<string, unknown>>,
    { dryRun = false, repair = false }: ImportOptions = {},
  ): Promise<ImportResult> {
    return this.transaction.run(async () => {
      const app = await this.apps.get(realm, appId);
      const present = await this.settings.ofApp(realm, app.id);
      const imported = importConfig(pasted, { ...this.linter.context(), settings: present, repair });
      if (dryRun) return { imported, config: null };
      refuseFindings(imported.findings);
      await this.settings.createMissing(realm, app.id, imported.settings);
      const { definition, preset, clientSecret, status, logoUrl } = imported;
      if (app.logoSourceUrl === null && logoUrl !== null && this.linter.context().urlFault(logoUrl) === null)
        await this.apps.update(realm, app.id, { logoSourceUrl: logoUrl });
      const name = imported.name ?? app.name;
      const config = await this.configs.create(realm, app.id, { ...definition, name, preset, clientSecret, status });
      return { imported, config };
    });
  }
}

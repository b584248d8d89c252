import { Module } from '@nestjs/common';
import { EgressModule } from '../../egress/egress.module.js';
import { AppsModule } from '../apps/apps.module.js';
import { ConnectionEventsModule } from '../events/connection-events.module.js';
import { PresetsService } from '../presets/presets.service.js';
import { VaultKeysModule } from '../vault/vault-keys.module.js';
import { ConfigConnectionsRepository } from './config-connections.repository.js';
import { ConfigConsequences } from './config-consequences.service.js';
import { ConfigDestinations } from './config-destinations.service.js';
import { ConfigDrafts } from './config-drafts.service.js';
import { ConfigHeads } from './config-heads.service.js';
import { ConfigHosts } from './config-hosts.service.js';
import { ConfigImports } from './config-imports.service.js';
import { ConfigLint } from './config-lint.service.js';
import { ConfigSecrets } from './config-secrets.service.js';
import { ConfigTexts } from './config-texts.service.js';
import { ConfigTrials } from './config-trials.service.js';
import { ConfigViews } from './config-views.service.js';
import { ConfigWrites } from './config-writes.service.js';
import { ConfigsRepository } from './configs.repository.js';
import { ConfigsService } from './configs.service.js';

/** What is said of providers, version by version. */
@Module({
  imports: [AppsModule, ConnectionEventsModule, EgressModule, VaultKeysModule],
  providers: [
    ConfigsRepository,
    ConfigConnectionsRepository,
    ConfigTexts,
    ConfigHosts,
    ConfigDestinations,
    ConfigSecrets,
    ConfigLint,
    ConfigDrafts,
    ConfigHeads,
    ConfigConsequences,
    ConfigWrites,
    ConfigsService,
    ConfigViews,
    ConfigTrials,
    ConfigImports,
    PresetsService,
  ],
  exports: [ConfigsService, ConfigHosts, ConfigSecrets, ConfigViews, ConfigTrials, ConfigImports, PresetsService],
})
export class ConfigsModule {}

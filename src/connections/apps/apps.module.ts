import { Module } from '@nestjs/common';
import { EgressModule } from '../../egress/egress.module.js';
import { UsersModule } from '../../users/users.module.js';
import { VaultKeysModule } from '../vault/vault-keys.module.js';
import { AppHosts } from './app-hosts.js';
import { AppLogos } from './app-logos.service.js';
import { AppSettingsRepository } from './app-settings.repository.js';
import { AppSettings } from './app-settings.service.js';
import { AppsRepository } from './apps.repository.js';
import { AppsService } from './apps.service.js';
import { InstallationsRepository } from './installations.repository.js';
import { Installations } from './installations.service.js';
import { SettingValueSealing } from './setting-value-sealing.service.js';
import { SettingValuesRepository } from './setting-values.repository.js';
import { SettingsValues } from './settings-values.service.js';

/** Apps, what they ask for, and what the realm and its users have entered. */
@Module({
  imports: [EgressModule, UsersModule, VaultKeysModule],
  providers: [
    AppsRepository,
    AppSettingsRepository,
    InstallationsRepository,
    SettingValuesRepository,
    AppsService,
    AppHosts,
    AppLogos,
    AppSettings,
    Installations,
    SettingValueSealing,
    SettingsValues,
  ],
  exports: [AppsService, AppHosts, AppLogos, AppSettings, Installations, SettingsValues],
})
export class AppsModule {}

import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ManagementModule } from '../../tokens/management/management.module.js';
import { UsersModule } from '../../users/users.module.js';
import { AdminConnectionsGuard } from './admin-connections.guard.js';
import { AdminAppSettingsController } from './apps/admin-app-settings.controller.js';
import { AdminConnectionAppsController } from './apps/admin-connection-apps.controller.js';
import { AdminInstallationsController } from './apps/admin-installations.controller.js';
import { OwnApps } from './apps/own-apps.service.js';
import { AdminCatalogueController } from './catalogue/admin-catalogue.controller.js';
import { AdminConfigTrialsController } from './configs/admin-config-trials.controller.js';
import { AdminOauthConfigsController } from './configs/admin-oauth-configs.controller.js';
import { AdminVaultKeysController } from './keys/admin-vault-keys.controller.js';
import { AdminConnectionActionsController } from './links/admin-connection-actions.controller.js';
import { AdminConnectionCountsController } from './links/admin-connection-counts.controller.js';
import { AdminConnectionsController } from './links/admin-connections.controller.js';
import { AdminPresetsController } from './presets/admin-presets.controller.js';
import { AdminSavedRequestsController } from './requests/admin-saved-requests.controller.js';
import { AdminWebhooksController } from './webhooks/admin-webhooks.controller.js';

/** The admin API below `/admin/v1/realms/{realm}/connections`. */
@Module({
  imports: [ConnectionsModule, ManagementModule, RealmsModule, UsersModule],
  controllers: [
    AdminPresetsController,
    AdminCatalogueController,
    AdminConnectionAppsController,
    AdminAppSettingsController,
    AdminInstallationsController,
    AdminConfigTrialsController,
    AdminOauthConfigsController,
    AdminSavedRequestsController,
    AdminWebhooksController,
    AdminVaultKeysController,
    AdminConnectionActionsController,
    AdminConnectionCountsController,
    AdminConnectionsController,
  ],
  providers: [AdminConnectionsGuard, OwnApps],
})
export class AdminConnectionsModule {}

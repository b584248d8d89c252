import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { ProvisioningModule } from '../provisioning/provisioning.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { ScopesModule } from '../scopes/scopes.module.js';
import { ManagementModule } from '../tokens/management/management.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { SessionsModule } from '../users/sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { AdminGuard } from './admin.guard.js';
import { AdminAuditEventsController } from './audit/admin-audit-events.controller.js';
import { AdminClientSecretsController } from './clients/admin-client-secrets.controller.js';
import { AdminClientsController } from './clients/admin-clients.controller.js';
import { AdminConnectionsModule } from './connections/admin-connections.module.js';
import { AdminGrantsController } from './grants/admin-grants.controller.js';
import { AdminInitialAccessTokensController } from './initial-access-tokens/admin-initial-access-tokens.controller.js';
import { AdminKeysController } from './keys/admin-keys.controller.js';
import { AdminRealmsController } from './realms/admin-realms.controller.js';
import { AdminRoleAssociationsController } from './roles/admin-role-associations.controller.js';
import { AdminRolesController } from './roles/admin-roles.controller.js';
import { AdminScopesController } from './scopes/admin-scopes.controller.js';
import { AdminServerController } from './server/admin-server.controller.js';
import { ServerStatusRepository } from './server/server-status.repository.js';
import { ServerStatus } from './server/server-status.service.js';
import { AdminUserRolesController } from './users/admin-user-roles.controller.js';
import { AdminUserSessionsController } from './users/admin-user-sessions.controller.js';
import { AdminUsersController } from './users/admin-users.controller.js';

@Module({
  imports: [
    AuditModule,
    RealmsModule,
    KeysModule,
    ScopesModule,
    ClientsModule,
    UsersModule,
    SessionsModule,
    TokensModule,
    ManagementModule,
    ProvisioningModule,
    AdminConnectionsModule,
  ],
  controllers: [
    AdminRealmsController,
    AdminRolesController,
    AdminRoleAssociationsController,
    AdminClientsController,
    AdminClientSecretsController,
    AdminInitialAccessTokensController,
    AdminUsersController,
    AdminUserRolesController,
    AdminUserSessionsController,
    AdminScopesController,
    AdminKeysController,
    AdminGrantsController,
    AdminAuditEventsController,
    AdminServerController,
  ],
  providers: [AdminGuard, ServerStatus, ServerStatusRepository],
})
export class AdminModule {}

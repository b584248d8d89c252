import { type DynamicModule, Module } from '@nestjs/common';
import { AdminModule } from './admin/admin.module.js';
import { AttemptsModule } from './attempts/attempts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ClientsModule } from './clients/clients.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DialectsModule } from './dialects/dialects.module.js';
import { ENTITIES } from './entities.js';
import { HealthModule } from './health/health.module.js';
import { KernelModule } from './kernel/kernel.module.js';
import { KeysModule } from './keys/keys.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { LogoutModule } from './oauth/logout/logout.module.js';
import { OauthModule } from './oauth/oauth.module.js';
import { PageLayoutModule } from './pages/page-layout.module.js';
import { PagesModule } from './pages/pages.module.js';
import { FirstStartModule } from './provisioning/first-start.module.js';
import { ProvisioningModule } from './provisioning/provisioning.module.js';
import { RealmsModule } from './realms/realms.module.js';
import { ScopesModule } from './scopes/scopes.module.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { TokensModule } from './tokens/tokens.module.js';
import { UsersModule } from './users/users.module.js';

/** The whole server, lowest module first. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        KernelModule,
        ConfigModule.forRoot(settings),
        MetricsModule,
        DatabaseModule.forRoot(ENTITIES),
        SecretsModule,
        AttemptsModule,
        AuditModule,
        RealmsModule,
        KeysModule,
        ScopesModule,
        ClientsModule,
        UsersModule,
        TokensModule,
        ConnectionsModule,
        PageLayoutModule,
        OauthModule,
        PagesModule,
        LogoutModule,
        ProvisioningModule,
        FirstStartModule,
        DialectsModule.forRoot(settings),
        AdminModule,
        HealthModule,
      ],
    };
  }
}

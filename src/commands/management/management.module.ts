import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { ConfigModule } from '../../config/config.module.js';
import type { Settings } from '../../config/settings.js';
import { DatabaseModule } from '../../database/database.module.js';
import type { EntityClass } from '../../database/open-database.js';
import { KernelModule } from '../../kernel/kernel.module.js';
import { KeysModule } from '../../keys/keys.module.js';
import { ProvisioningModule } from '../../provisioning/provisioning.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { SecretsModule } from '../../secrets/secrets.module.js';
import { UsersModule } from '../../users/users.module.js';
import { ClientManagement } from './client-management.service.js';
import { CommandWrites } from './command-writes.service.js';
import { KeyManagement } from './key-management.service.js';
import { Management } from './management.service.js';
import { RealmManagement } from './realm-management.service.js';
import { UserManagement } from './user-management.service.js';

/** The domain of the server without its HTTP side, for one command. */
@Module({})
export class ManagementModule {
  static forRoot(settings: Settings, entities: readonly EntityClass[]): DynamicModule {
    return {
      module: ManagementModule,
      imports: [
        KernelModule,
        ConfigModule.forRoot(settings),
        DatabaseModule.forRoot(entities),
        SecretsModule,
        AuditModule,
        RealmsModule,
        KeysModule,
        ClientsModule,
        UsersModule,
        ProvisioningModule,
      ],
      providers: [RealmManagement, ClientManagement, UserManagement, KeyManagement, CommandWrites, Management],
    };
  }
}

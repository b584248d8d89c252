import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { ScopesModule } from '../scopes/scopes.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { ProvisioningService } from './provisioning.service.js';
import { RealmContents } from './realm-contents.service.js';
import { RealmDeletion } from './realm-deletion.service.js';

/** Realms are made and deleted whole. Importing it starts nothing: that is FirstStartModule. */
@Module({
  imports: [AttemptsModule, RealmsModule, KeysModule, ScopesModule, ClientsModule, UsersModule, TokensModule],
  providers: [ProvisioningService, RealmContents, RealmDeletion],
  exports: [ProvisioningService],
})
export class ProvisioningModule {}

import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { ConsentsModule } from '../oauth/consents/consents.module.js';
import { MailModule } from '../mail/mail.module.js';
import { DeviceModule } from '../oauth/device/device.module.js';
import { LogoutModule } from '../oauth/logout/logout.module.js';
import { AuthorizationRequestsModule } from '../oauth/authorize/authorization-requests.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { ScopesModule } from '../scopes/scopes.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { SessionsModule } from '../users/sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { ProvisioningService } from './provisioning.service.js';
import { RealmContents } from './realm-contents.service.js';
import { RealmDeletion } from './realm-deletion.service.js';
import { SignInContents } from './sign-in-contents.service.js';
import { WaitingContents } from './waiting-contents.service.js';

/** Realms are made and deleted whole. Importing it starts nothing: that is FirstStartModule. */
@Module({
  imports: [
    AttemptsModule,
    ClientsModule,
    ConnectionsModule,
    ConsentsModule,
    DeviceModule,
    KeysModule,
    LogoutModule,
    AuthorizationRequestsModule,
    MailModule,
    RealmsModule,
    ScopesModule,
    SessionsModule,
    TokensModule,
    UsersModule,
  ],
  providers: [ProvisioningService, RealmContents, RealmDeletion, SignInContents, WaitingContents],
  exports: [ProvisioningService],
})
export class ProvisioningModule {}

import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { ConsentsModule } from '../../oauth/consents/consents.module.js';
import { OauthModule } from '../../oauth/oauth.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ScopesModule } from '../../scopes/scopes.module.js';
import { SelfserviceModule } from '../../selfservice/selfservice.module.js';
import { SessionsModule } from '../../users/sessions/sessions.module.js';
import { UsersModule } from '../../users/users.module.js';
import { ConsentController } from './consent.controller.js';
import { Decisions } from './decisions.service.js';
import { LoginLinksService } from './login-links.service.js';
import { LoginController } from './login.controller.js';
import { PendingRequests } from './pending-requests.service.js';
import { SelectAccountController } from './select-account.controller.js';
import { SignInService } from './sign-in.service.js';
import { SignedInUsers } from './signed-in-users.service.js';

/** The pages that an authorization request leads through. */
@Module({
  imports: [
    AuditModule,
    ClientsModule,
    ConsentsModule,
    OauthModule,
    RealmsModule,
    ScopesModule,
    SelfserviceModule,
    SessionsModule,
    UsersModule,
  ],
  controllers: [LoginController, ConsentController, SelectAccountController],
  providers: [PendingRequests, SignInService, SignedInUsers, Decisions, LoginLinksService],
  exports: [SignInService, SignedInUsers],
})
export class SignInModule {}

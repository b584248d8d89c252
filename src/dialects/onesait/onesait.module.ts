import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { OauthModule } from '../../oauth/oauth.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { mount, realmPath } from '../mount.js';
import { OnesaitAuthorizeController } from './authorize.controller.js';
import { OnesaitCallers } from './callers.service.js';
import { OnesaitCheckTokenController } from './check-token.controller.js';
import { OnesaitCheckTokenService } from './check-token.service.js';
import { DIALECT_NAME } from './endpoint-paths.js';
import { OnesaitHolders } from './holders.service.js';
import { OnesaitMembers } from './members.service.js';
import { OnesaitMethodsController } from './methods.controller.js';
import { OnesaitPlatformTokensController } from './platform-tokens.controller.js';
import { OnesaitPlatformTokens } from './platform-tokens.service.js';
import { OnesaitRealmsModule } from './realms-api/realms-api.module.js';
import { OnesaitRealms } from './realms.service.js';
import { OnesaitTokenController } from './token.controller.js';
import { OnesaitTokenService } from './token.service.js';

const CONTROLLERS = [
  OnesaitAuthorizeController,
  OnesaitTokenController,
  OnesaitCheckTokenController,
  OnesaitPlatformTokensController,
  OnesaitMethodsController,
];

/** At the paths of the original, and below every realm. */
const PLACES = ['/', realmPath(DIALECT_NAME)];

@Module({
  imports: [AuditModule, OauthModule, RealmsModule, TokensModule, UsersModule, OnesaitRealmsModule],
  controllers: CONTROLLERS.map((controller) => mount(controller, PLACES)),
  providers: [
    OnesaitCallers,
    OnesaitRealms,
    OnesaitMembers,
    OnesaitHolders,
    OnesaitTokenService,
    OnesaitCheckTokenService,
    OnesaitPlatformTokens,
  ],
})
export class OnesaitModule {}

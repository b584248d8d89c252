import { Module } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { RateLimit } from '../../http/rate-limit.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { CallbackController } from './callback.controller.js';
import { CallbackGuard } from './callback.guard.js';
import { ConnectVisitors } from './connect-visitors.service.js';
import { ConnectController } from './connect.controller.js';
import { OtherAccountController } from './other-account.controller.js';
import { PostedCallbackController } from './posted-callback.controller.js';

/** Where users connect accounts at other services, and come back to. */
@Module({
  imports: [ConnectionsModule, RealmsModule, SignInModule],
  controllers: [ConnectController, OtherAccountController, CallbackController, PostedCallbackController],
  providers: [
    CallbackGuard,
    ConnectVisitors,
    {
      provide: RateLimit,
      inject: [Settings],
      useFactory: (settings: Settings) => new RateLimit(settings.openRequestsPerAddress),
    },
  ],
})
export class ConnectPagesModule {}

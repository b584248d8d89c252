import { Module } from '@nestjs/common';
import { ConnectPagesModule } from './connect/connect-pages.module.js';
import { DevicePagesModule } from './device/device-pages.module.js';
import { AccountModule } from './account/account.module.js';
import { LogoutPagesModule } from './logout/logout-pages.module.js';
import { SelfservicePagesModule } from './selfservice/selfservice-pages.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

/** Every page of the server. */
@Module({
  imports: [
    AccountModule,
    ConnectPagesModule,
    DevicePagesModule,
    LogoutPagesModule,
    SelfservicePagesModule,
    SignInModule,
  ],
})
export class PagesModule {}

import { Module } from '@nestjs/common';
import { LogoutModule } from '../../oauth/logout/logout.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { UsersModule } from '../../users/users.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { LogoutController } from './logout.controller.js';

@Module({
  imports: [LogoutModule, RealmsModule, SignInModule, UsersModule],
  controllers: [LogoutController],
})
export class LogoutPagesModule {}

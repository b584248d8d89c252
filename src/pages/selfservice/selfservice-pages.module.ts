import { Module } from '@nestjs/common';
import { RealmsModule } from '../../realms/realms.module.js';
import { SelfserviceModule } from '../../selfservice/selfservice.module.js';
import { Letters } from '../letters/letters.service.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { ResetPasswordController } from './reset-password.controller.js';
import { SignUpController } from './sign-up.controller.js';
import { VerifyEmailController } from './verify-email.controller.js';

/** What people do about their accounts by mail. */
@Module({
  imports: [RealmsModule, SelfserviceModule, SignInModule],
  controllers: [ResetPasswordController, SignUpController, VerifyEmailController],
  providers: [Letters],
})
export class SelfservicePagesModule {}

import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { EmailVerifications } from './email-verifications.service.js';
import { MailLimits } from './mail-limits.service.js';
import { PasswordResets } from './password-resets.service.js';
import { RealmPages } from './realm-pages.js';
import { Registrations } from './registrations.service.js';

/** What people do about their accounts by mail. */
@Module({
  imports: [AttemptsModule, AuditModule, MailModule, TokensModule, UsersModule],
  providers: [MailLimits, RealmPages, PasswordResets, EmailVerifications, Registrations],
  exports: [PasswordResets, EmailVerifications, Registrations, MailModule],
})
export class SelfserviceModule {}

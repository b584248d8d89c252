import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { LoginService } from './login.service.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordQueue } from './password-queue.js';
import { UserDrafts } from './user-drafts.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [AttemptsModule, RealmsModule],
  providers: [UsersRepository, PasswordHasher, PasswordQueue, UserDrafts, LoginService, UsersService],
  exports: [UsersService],
})
export class UsersModule {}

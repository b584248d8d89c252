import { Module } from '@nestjs/common';
import { LogoutPagesModule } from './logout/logout-pages.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

/** Every page of the server. */
@Module({ imports: [LogoutPagesModule, SignInModule] })
export class PagesModule {}

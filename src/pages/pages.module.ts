import { Module } from '@nestjs/common';
import { SignInModule } from './sign-in/sign-in.module.js';

/** Every page of the server. */
@Module({ imports: [SignInModule] })
export class PagesModule {}

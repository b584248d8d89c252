import { type DynamicModule, Module } from '@nestjs/common';
import type { Dialect } from '../../../src/dialects/dialect.js';
import { mount, realmPath } from '../../../src/dialects/mount.js';
import { OauthModule } from '../../../src/oauth/oauth.module.js';
import { RealmsModule } from '../../../src/realms/realms.module.js';
import { QuillController } from './quill.controller.js';

@Module({ imports: [RealmsModule, OauthModule] })
class QuillModule {
  static at(paths: readonly string[]): DynamicModule {
    return { module: QuillModule, controllers: [mount(QuillController, paths)] };
  }
}

/** Tickets for apps, as the Quill server gave them out. */
export const QUILL: Dialect = { name: 'quill', module: () => QuillModule.at(['quill', realmPath('quill')]) };

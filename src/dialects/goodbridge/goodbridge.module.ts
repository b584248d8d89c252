import { type DynamicModule, Module } from '@nestjs/common';
import { RateLimit } from '../../http/rate-limit.js';
import { OauthModule } from '../../oauth/oauth.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { mount } from '../mount.js';
import { GoodbridgeMethodsController } from './goodbridge-methods.controller.js';
import { GoodbridgeController } from './goodbridge.controller.js';

@Module({ imports: [OauthModule, RealmsModule, TokensModule] })
export class GoodbridgeModule {
  /** One limit for all the places together. */
  static at(paths: readonly string[], requestsPerMinute: number): DynamicModule {
    return {
      module: GoodbridgeModule,
      controllers: [mount(GoodbridgeController, paths), mount(GoodbridgeMethodsController, paths)],
      providers: [{ provide: RateLimit, useValue: new RateLimit(requestsPerMinute) }],
    };
  }
}

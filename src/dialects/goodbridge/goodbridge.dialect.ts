import type { DynamicModule } from '@nestjs/common';
import type { Settings } from '../../config/settings.js';
import { RateLimit } from '../../http/rate-limit.js';
import type { Dialect } from '../dialect.js';
import { mount, realmPath } from '../mount.js';
import { GoodbridgeMethodsController } from './goodbridge-methods.controller.js';
import { GoodbridgeController } from './goodbridge.controller.js';
import { GoodbridgeModule } from './goodbridge.module.js';

const NAME = 'goodbridge';

/** At the paths of its original for one realm, and below every realm. */
const PATHS = ['oauth', `${realmPath(NAME)}/oauth`];

export const GOODBRIDGE: Dialect = {
  name: NAME,
  module: (settings: Settings): DynamicModule => ({
    module: GoodbridgeModule,
    controllers: [mount(GoodbridgeController, PATHS), mount(GoodbridgeMethodsController, PATHS)],
    providers: [{ provide: RateLimit, useValue: new RateLimit(settings.openRequestsPerAddress) }],
  }),
};

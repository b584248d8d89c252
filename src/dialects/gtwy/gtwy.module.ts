import { type DynamicModule, Module } from '@nestjs/common';
import { ClientsModule } from '../../clients/clients.module.js';
import { OauthModule } from '../../oauth/oauth.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ManagementModule } from '../../tokens/management/management.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { mount } from '../mount.js';
import { GtwyClients } from './gtwy-clients.service.js';
import { GtwyTokens } from './gtwy-tokens.service.js';
import { GtwyController } from './gtwy.controller.js';

@Module({
  imports: [RealmsModule, ClientsModule, TokensModule, ManagementModule, OauthModule],
  providers: [GtwyClients, GtwyTokens],
})
export class GtwyModule {
  static at(paths: readonly string[]): DynamicModule {
    return { module: GtwyModule, controllers: [mount(GtwyController, paths)] };
  }
}

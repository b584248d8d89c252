import { Module } from '@nestjs/common';
import { OauthModule } from '../../oauth/oauth.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';

/** What the routes of GoodBridge ask; the routes themselves hang on the settings. */
@Module({ imports: [OauthModule, RealmsModule, TokensModule] })
export class GoodbridgeModule {}

import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { BackgroundModule } from '../../background/background.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { EgressModule } from '../../egress/egress.module.js';
import { KeysModule } from '../../keys/keys.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { SessionsModule } from '../../users/sessions/sessions.module.js';
import { IdTokenHintsModule } from '../openid/id-token-hints.module.js';
import { BackchannelLogout } from './backchannel-logout.service.js';
import { LogoutDeliveriesRepository } from './logout-deliveries.repository.js';
import { LogoutNotices } from './logout-notices.service.js';
import { LogoutReturns } from './logout-returns.service.js';
import { LogoutSender } from './logout-sender.service.js';
import { LogoutTokens } from './logout-tokens.service.js';
import { LogoutHandler } from './logout.handler.js';

@Module({
  imports: [
    AuditModule,
    BackgroundModule,
    ClientsModule,
    EgressModule,
    IdTokenHintsModule,
    KeysModule,
    SessionsModule,
    TokensModule,
  ],
  providers: [
    LogoutDeliveriesRepository,
    LogoutNotices,
    LogoutTokens,
    LogoutSender,
    BackchannelLogout,
    LogoutReturns,
    LogoutHandler,
  ],
  exports: [LogoutHandler, LogoutNotices],
})
export class LogoutModule {}

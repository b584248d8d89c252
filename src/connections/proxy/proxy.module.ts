import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { EgressModule } from '../../egress/egress.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { AppsModule } from '../apps/apps.module.js';
import { ConfigsModule } from '../configs/configs.module.js';
import { ConnectModule } from '../connect/connect.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { ConnectionAccess } from './connection-access.service.js';
import { ProxyController } from './proxy.controller.js';
import { ProxyRates } from './proxy-rates.service.js';
import { ProxyRecords } from './proxy-records.service.js';
import { ConnectionProxy } from './proxy.service.js';
import { ReauthorizationHints } from './reauthorization-hints.service.js';
import { RequestRunsController } from './request-runs.controller.js';
import { RequestRuns } from './request-runs.service.js';
import { SavedRequestsRepository } from './saved-requests.repository.js';
import { SavedRequests } from './saved-requests.service.js';
import { TokenExchanges } from './token-exchange.service.js';
import { TokenReleaseController } from './token-release.controller.js';
import { TokenReleases } from './token-release.service.js';
import { UpstreamAttempts } from './upstream-attempts.service.js';
import { UpstreamCalls } from './upstream-calls.service.js';

/** What connections are for: calls to the services behind them, and where the config allows it, their tokens. */
@Module({
  imports: [
    AppsModule,
    AuditModule,
    ConfigsModule,
    ConnectModule,
    EgressModule,
    TokensModule,
    UsersModule,
    VaultModule,
  ],
  controllers: [ProxyController, RequestRunsController, TokenReleaseController],
  providers: [
    ConnectionAccess,
    ConnectionProxy,
    ProxyRates,
    ProxyRecords,
    ReauthorizationHints,
    RequestRuns,
    SavedRequests,
    SavedRequestsRepository,
    TokenExchanges,
    TokenReleases,
    UpstreamAttempts,
    UpstreamCalls,
  ],
  exports: [SavedRequests, TokenExchanges],
})
export class ConnectionProxyModule {}

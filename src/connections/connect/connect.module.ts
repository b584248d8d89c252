import { Module } from '@nestjs/common';
import { AttemptsModule } from '../../attempts/attempts.module.js';
import { AuditModule } from '../../audit/audit.module.js';
import { BackgroundModule } from '../../background/background.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ManagementModule } from '../../tokens/management/management.module.js';
import { SessionsModule } from '../../users/sessions/sessions.module.js';
import { UsersModule } from '../../users/users.module.js';
import { AppsModule } from '../apps/apps.module.js';
import { ConfigsModule } from '../configs/configs.module.js';
import { ConnectionEventsModule } from '../events/connection-events.module.js';
import { VaultKeysModule } from '../vault/vault-keys.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { BindingFailures } from './binding-failures.service.js';
import { ConnectAbandonments } from './connect-abandonments.service.js';
import { ConnectArrivals } from './connect-arrivals.service.js';
import { ConnectBindings } from './connect-bindings.service.js';
import { ConnectCompletions } from './connect-completions.service.js';
import { ConnectContents } from './connect-contents.service.js';
import { ConnectDepartures } from './connect-departures.service.js';
import { ConnectEndings } from './connect-endings.service.js';
import { ConnectExchanges } from './connect-exchanges.service.js';
import { ConnectGrants } from './connect-grants.service.js';
import { ConnectLinks } from './connect-links.service.js';
import { ConnectSaves } from './connect-saves.service.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ConnectStarts } from './connect-starts.service.js';
import { ConnectStates } from './connect-states.service.js';
import { ConnectStatesRepository } from './connect-states.repository.js';
import { ConnectSweep } from './connect-sweep.service.js';
import { ConnectTargets } from './connect-targets.service.js';
import { ConnectVariables } from './connect-variables.service.js';
import { ConnectVisits } from './connect-visits.service.js';
import { ConnectionManagers } from './connection-managers.service.js';
import { GrantReturns } from './grant-returns.service.js';
import { HeldGrants } from './held-grants.service.js';
import { OtherAccountDecisions } from './other-account-decisions.service.js';
import { OtherAccountVisits } from './other-account-visits.service.js';
import { OtherAccounts } from './other-accounts.service.js';
import { OwnConnections } from './own-connections.service.js';
import { ParkedCallbacks } from './parked-callbacks.service.js';
import { RealmConnectionUsers } from './realm-connection-users.service.js';

/** The way of a browser to a provider and back. */
@Module({
  imports: [
    AppsModule,
    AttemptsModule,
    AuditModule,
    BackgroundModule,
    ConfigsModule,
    ConnectionEventsModule,
    ManagementModule,
    RealmsModule,
    SessionsModule,
    UsersModule,
    VaultKeysModule,
    VaultModule,
  ],
  providers: [
    ConnectSessionsRepository,
    ConnectionManagers,
    RealmConnectionUsers,
    ConnectStatesRepository,
    BindingFailures,
    ConnectVariables,
    ConnectTargets,
    ConnectStarts,
    ConnectVisits,
    ConnectLinks,
    ConnectStates,
    ConnectDepartures,
    ParkedCallbacks,
    ConnectBindings,
    ConnectExchanges,
    ConnectSaves,
    GrantReturns,
    HeldGrants,
    OtherAccounts,
    ConnectGrants,
    ConnectEndings,
    ConnectArrivals,
    OtherAccountVisits,
    OtherAccountDecisions,
    ConnectCompletions,
    ConnectAbandonments,
    ConnectSweep,
    ConnectContents,
    OwnConnections,
  ],
  exports: [
    ConnectionManagers,
    RealmConnectionUsers,
    ConnectStarts,
    ConnectVisits,
    ConnectLinks,
    ConnectDepartures,
    ConnectArrivals,
    OtherAccountVisits,
    OtherAccountDecisions,
    ConnectCompletions,
    ConnectEndings,
    ConnectContents,
    ParkedCallbacks,
    BindingFailures,
    OwnConnections,
  ],
})
export class ConnectModule {}

import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { BackgroundModule } from '../../background/background.module.js';
import { EgressModule } from '../../egress/egress.module.js';
import { UsersModule } from '../../users/users.module.js';
import { AppsModule } from '../apps/apps.module.js';
import { ConfigsModule } from '../configs/configs.module.js';
import { ConnectionEventsModule } from '../events/connection-events.module.js';
import { ConnectionChecks } from './connection-checks.service.js';
import { ConnectionDrafts } from './connection-drafts.service.js';
import { ConnectionEndings } from './connection-endings.service.js';
import { ConnectionGrants } from './connection-grants.service.js';
import { ConnectionSecretsRepository } from './connection-secrets.repository.js';
import { ConnectionSwitch } from './connection-switch.service.js';
import { ConnectionTokens } from './connection-tokens.service.js';
import { ConnectionVariables } from './connection-variables.service.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ConnectionsService } from './connections.service.js';
import { HeldConnections } from './held-connections.service.js';
import { IdleSweep } from './idle-sweep.service.js';
import { ProviderCalls } from './provider-calls.service.js';
import { RefreshAttempts } from './refresh-attempts.service.js';
import { RefreshEngine } from './refresh-engine.service.js';
import { RefreshLeases } from './refresh-leases.service.js';
import { RefreshNews } from './refresh-news.service.js';
import { RefreshPauses } from './refresh-pauses.js';
import { RefreshSaves } from './refresh-saves.service.js';
import { RefreshVerdicts } from './refresh-verdicts.service.js';
import { Renewals } from './renewals.service.js';
import { RevocationSender } from './revocation-sender.service.js';
import { RevocationsRepository } from './revocations.repository.js';
import { Revocations } from './revocations.service.js';
import { SealedRowsRepository } from './sealed-rows.repository.js';
import { SecondOpinions } from './second-opinions.service.js';
import { TokenChecks } from './token-checks.service.js';
import { TokenSealing } from './token-sealing.service.js';
import { UnrenewableTokens } from './unrenewable-tokens.service.js';
import { VaultKeysModule } from './vault-keys.module.js';
import { VaultRotation } from './vault-rotation.service.js';
import { VaultRounds } from './vault-rounds.service.js';
import { WithheldSecrets } from './withheld-secrets.service.js';

const ROWS = [ConnectionsRepository, ConnectionSecretsRepository, RevocationsRepository, SealedRowsRepository];
const REFRESH = [
  RefreshAttempts,
  RefreshEngine,
  RefreshLeases,
  RefreshNews,
  RefreshPauses,
  RefreshSaves,
  RefreshVerdicts,
  Renewals,
  SecondOpinions,
  UnrenewableTokens,
];

/** Other services' tokens: kept sealed, kept fresh, and told to nobody who may not know. */
@Module({
  imports: [
    AppsModule,
    AuditModule,
    BackgroundModule,
    ConfigsModule,
    ConnectionEventsModule,
    EgressModule,
    UsersModule,
    VaultKeysModule,
  ],
  providers: [
    ...ROWS,
    ...REFRESH,
    ConnectionChecks,
    ConnectionDrafts,
    ConnectionEndings,
    ConnectionGrants,
    ConnectionSwitch,
    ConnectionTokens,
    ConnectionVariables,
    ConnectionsService,
    HeldConnections,
    IdleSweep,
    ProviderCalls,
    RevocationSender,
    Revocations,
    TokenChecks,
    TokenSealing,
    VaultRotation,
    VaultRounds,
    WithheldSecrets,
  ],
  exports: [
    ConnectionChecks,
    ConnectionTokens,
    ConnectionVariables,
    ConnectionsService,
    ProviderCalls,
    VaultRotation,
    WithheldSecrets,
  ],
})
export class VaultModule {}

import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BackgroundModule } from '../background/background.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { SessionsModule } from '../users/sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccessRenewal } from './access-renewal.service.js';
import { AccessTokens } from './access-tokens.service.js';
import { BearerGuard } from './bearer.guard.js';
import { CodeCheck } from './codes/code-check.service.js';
import { CodeClaims } from './codes/code-claims.service.js';
import { CodeDrafts } from './codes/code-drafts.service.js';
import { CodeRedemptions } from './codes/code-redemption.service.js';
import { CodeReuse } from './codes/code-reuse.service.js';
import { CodesService } from './codes/codes.service.js';
import { ExpiredRowsRepository } from './expired-rows.repository.js';
import type { AccessTokenFormat } from './formats/access-token-format.js';
import { ALL_FORMATS } from './formats/all-formats.js';
import { TokenFormats } from './formats/token-formats.js';
import { GrantDrafts } from './grant-drafts.service.js';
import { GrantEndings } from './grant-endings.service.js';
import { GrantOpenings } from './grant-openings.service.js';
import { GrantsRepository } from './grants.repository.js';
import { GrantsService } from './grants.service.js';
import { KeptPairsRepository } from './kept-pairs.repository.js';
import { KeptPairs } from './kept-pairs.service.js';
import { PairHandles } from './pair-handles.service.js';
import { PairExpiry } from './pair-expiry.service.js';
import { PairPlaces } from './pair-places.service.js';
import { PairRepeats } from './pair-repeats.service.js';
import { PairSeal } from './pair-seal.service.js';
import { PrunerService } from './pruner.service.js';
import { RealmIssuer } from './realm-issuer.js';
import { RefreshCheck } from './refresh-check.service.js';
import { RefreshClaims } from './refresh-claims.service.js';
import { RefreshHandles } from './refresh-handles.service.js';
import { RefreshHolders } from './refresh-holders.service.js';
import { RefreshRepeats } from './refresh-repeats.service.js';
import { RefreshRotation } from './refresh-rotation.service.js';
import { RefreshService } from './refresh.service.js';
import { ReuseResponse } from './reuse-response.service.js';
import { RevocationService } from './revocation.service.js';
import { RevokedJtisRepository } from './revoked-jtis.repository.js';
import { Subjects } from './subjects.service.js';
import { TokenErasure } from './token-erasure.service.js';
import { TokenIssuer } from './token-issuer.service.js';
import { TokenJudge } from './token-judge.service.js';
import { TokenReader } from './token-reader.service.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';
import { UserGrantsRepository } from './user-grants.repository.js';
import { UserGrants } from './user-grants.service.js';
import { UserRecheck } from './user-recheck.service.js';

const repositories = [
  TokensRepository,
  GrantsRepository,
  RevokedJtisRepository,
  KeptPairsRepository,
  ExpiredRowsRepository,
  UserGrantsRepository,
];
const refreshing = [
  RefreshCheck,
  PairHandles,
  RefreshHandles,
  RefreshHolders,
  RefreshClaims,
  RefreshRotation,
  RefreshRepeats,
  ReuseResponse,
  AccessRenewal,
  RefreshService,
];
const issuing = [Subjects, AccessTokens, GrantDrafts, GrantOpenings, UserRecheck, TokenIssuer];
const coding = [CodeCheck, CodeReuse, CodeClaims, CodeDrafts, CodeRedemptions, CodesService];
const keeping = [PairSeal, PairRepeats, PairPlaces, PairExpiry, KeptPairs];
const ending = [GrantEndings, GrantsService, UserGrants, RevocationService, TokenErasure, PrunerService];

@Module({
  imports: [AuditModule, BackgroundModule, ClientsModule, KeysModule, RealmsModule, SessionsModule, UsersModule],
  providers: [
    ...repositories,
    ...ALL_FORMATS,
    {
      provide: TokenFormats,
      useFactory: (...formats: AccessTokenFormat[]) => new TokenFormats(formats),
      inject: [...ALL_FORMATS],
    },
    ...issuing,
    ...coding,
    ...keeping,
    ...refreshing,
    ...ending,
    RealmIssuer,
    TokenReader,
    TokenJudge,
    BearerGuard,
    TokensService,
  ],
  exports: [
    TokensService,
    CodesService,
    UserGrants,
    PrunerService,
    BearerGuard,
    RealmIssuer,
    Subjects,
    TokenFormats,
    RealmsModule,
  ],
})
export class TokensModule {}

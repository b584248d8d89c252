import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Random } from '../kernel/random.js';
import { Sealer } from '../kernel/seal.js';
import { GrantFingerprints } from './grant-fingerprints.js';
import { PairSecrets } from './pair-secrets.js';
import { RefreshSuccessor } from './refresh-successor.js';
import { SecretHasher } from './secret-hasher.js';
import { ServerSecretsRepository } from './server-secrets.repository.js';
import { ServerSecretsService } from './server-secrets.service.js';
import { SubjectPseudonyms } from './subject-pseudonyms.js';

@Global()
@Module({
  providers: [
    {
      provide: Sealer,
      useFactory: (settings: Settings, random: Random) => new Sealer(settings.masterKeys, random),
      inject: [Settings, Random],
    },
    ServerSecretsRepository,
    ServerSecretsService,
    SecretHasher,
    RefreshSuccessor,
    PairSecrets,
    SubjectPseudonyms,
    GrantFingerprints,
  ],
  exports: [Sealer, SecretHasher, RefreshSuccessor, PairSecrets, SubjectPseudonyms, GrantFingerprints],
})
export class SecretsModule {}

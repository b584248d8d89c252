import { Module } from '@nestjs/common';
import { RealmsModule } from '../../realms/realms.module.js';
import { VaultKeyMaker } from './vault-key-maker.js';
import { VaultKeyUses } from './vault-key-uses.js';
import { VaultKeysRepository } from './vault-keys.repository.js';
import { VaultKeys } from './vault-keys.service.js';
import { VaultSealer } from './vault-sealer.js';

/** For whoever keeps secrets of connections: configs, settings, webhooks, the vault itself. */
@Module({
  imports: [RealmsModule],
  providers: [VaultKeysRepository, VaultKeyMaker, VaultKeyUses, VaultKeys, VaultSealer],
  exports: [VaultKeys, VaultSealer],
})
export class VaultKeysModule {}

import { Get, Post } from '@nestjs/common';
import type { VaultKey } from '../../../connections/vault/vault.types.js';
import { VaultRotation } from '../../../connections/vault/vault-rotation.service.js';
import type { Page } from '../../../database/page.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import { AdminController, CreatesPage, ReadsPage } from '../../conventions/admin-endpoint.decorator.js';
import { toText, toTextOrNull } from '../../conventions/times.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { VaultKeyDto } from './vault-key.dto.js';

const toDto = ({ kid, state, createdAt, retiredAt }: VaultKey): VaultKeyDto => ({
  kid,
  state,
  createdAt: toText(createdAt),
  retiredAt: toTextOrNull(retiredAt),
});

/** The keys that seal what connections keep; never the keys themselves. */
@AdminController('realms/:realm/connections/keys', 'connections')
export class AdminVaultKeysController {
  constructor(
    private readonly rotation: VaultRotation,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(VaultKeyDto)
  async list(@CurrentAdmin() { realm }: ManagementRequest): Promise<Page<VaultKeyDto>> {
    return { items: (await this.rotation.list(realm)).map(toDto), nextCursor: null };
  }

  /** A new key seals from now on; what the others sealed is sealed anew little by little. */
  @Post('rotate')
  @CreatesPage(VaultKeyDto)
  async rotate(@CurrentAdmin() admin: ManagementRequest): Promise<Page<VaultKeyDto>> {
    const write = { type: 'admin.vault_key.rotated', target: admin.realm.name } as const;
    const keys = await this.writes.run(admin, write, () => this.rotation.rotate(admin.realm));
    return { items: keys.map(toDto), nextCursor: null };
  }
}

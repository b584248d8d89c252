import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { TokensModule } from '../tokens.module.js';
import { ManagementRights } from './management-rights.service.js';
import { ManagementTokens } from './management-tokens.service.js';
import { ManagementWrites } from './management-writes.service.js';

/** What every interface has in common by which realms are managed: whose tokens count, for which realm, and the record of it. */
@Module({
  imports: [AuditModule, RealmsModule, TokensModule],
  providers: [ManagementTokens, ManagementRights, ManagementWrites],
  exports: [ManagementTokens, ManagementRights, ManagementWrites],
})
export class ManagementModule {}

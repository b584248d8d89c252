import { Module } from '@nestjs/common';
import { RealmsModule } from '../realms/realms.module.js';
import { ScopesModule } from '../scopes/scopes.module.js';
import { ClientDrafts } from './client-drafts.js';
import { ClientOriginsRepository } from './client-origins.repository.js';
import { ClientSecrets } from './client-secrets.js';
import { ClientsRepository } from './clients.repository.js';
import { ClientsService } from './clients.service.js';

@Module({
  imports: [RealmsModule, ScopesModule],
  providers: [ClientsRepository, ClientOriginsRepository, ClientDrafts, ClientSecrets, ClientsService],
  exports: [ClientsService],
})
export class ClientsModule {}

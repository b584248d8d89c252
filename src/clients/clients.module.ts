import { Module } from '@nestjs/common';
import { RealmsModule } from '../realms/realms.module.js';
import { ScopesModule } from '../scopes/scopes.module.js';
import { ClientDrafts } from './client-drafts.js';
import { ClientOriginsRepository } from './client-origins.repository.js';
import { ClientSecrets } from './client-secrets.js';
import { ClientsRepository } from './clients.repository.js';
import { ClientsService } from './clients.service.js';
import { InitialAccessTokensRepository } from './initial-access-tokens.repository.js';
import { InitialAccessTokens } from './initial-access-tokens.service.js';
import { RegisteredClients } from './registered-clients.service.js';

@Module({
  imports: [RealmsModule, ScopesModule],
  providers: [
    ClientsRepository,
    ClientOriginsRepository,
    ClientDrafts,
    ClientSecrets,
    ClientsService,
    InitialAccessTokensRepository,
    InitialAccessTokens,
    RegisteredClients,
  ],
  exports: [ClientsService, InitialAccessTokens, RegisteredClients],
})
export class ClientsModule {}

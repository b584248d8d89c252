import { Module } from '@nestjs/common';
import { AppsModule } from './apps/apps.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { ConfigsModule } from './configs/configs.module.js';
import { ConnectionsApiModule } from './api/connections-api.module.js';
import { ConnectModule } from './connect/connect.module.js';
import { ConnectionsContents } from './connections-contents.service.js';
import { DefinitionContents } from './definition-contents.service.js';
import { ConnectionEventsModule } from './events/connection-events.module.js';
import { ConnectionProxyModule } from './proxy/proxy.module.js';
import { VaultKeysModule } from './vault/vault-keys.module.js';
import { VaultModule } from './vault/vault.module.js';

const PARTS = [
  AppsModule,
  CatalogueModule,
  ConfigsModule,
  ConnectModule,
  ConnectionEventsModule,
  ConnectionsApiModule,
  ConnectionProxyModule,
  VaultKeysModule,
  VaultModule,
];

/** Outbound connections: accounts at other services, linked to users or to the realm. A line for each part. */
@Module({
  imports: PARTS,
  providers: [DefinitionContents, ConnectionsContents],
  exports: [...PARTS, ConnectionsContents],
})
export class ConnectionsModule {}

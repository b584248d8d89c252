import { Module } from '@nestjs/common';
import { RealmsModule } from '../../realms/realms.module.js';
import { AppsModule } from '../apps/apps.module.js';
import { ConfigsModule } from '../configs/configs.module.js';
import { ConnectionProxyModule } from '../proxy/proxy.module.js';
import { AppCopies } from './app-copies.service.js';
import { BlueprintWrites } from './blueprint-writes.service.js';
import { Blueprints } from './blueprints.service.js';
import { Catalogue } from './catalogue.service.js';
import { CopyUpdates } from './copy-updates.service.js';
import { CopyViews } from './copy-views.service.js';
import { KnownSecrets } from './known-secrets.service.js';

/** Apps that the operator offers to every realm, and the copies that realms make of them. */
@Module({
  imports: [RealmsModule, AppsModule, ConfigsModule, ConnectionProxyModule],
  providers: [AppCopies, BlueprintWrites, Blueprints, Catalogue, CopyUpdates, CopyViews, KnownSecrets],
  exports: [AppCopies, Catalogue, CopyUpdates, CopyViews],
})
export class CatalogueModule {}

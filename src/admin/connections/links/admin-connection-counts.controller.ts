import { Get, Param } from '@nestjs/common';
import { AppsService } from '../../../connections/apps/apps.service.js';
import { ConnectionsService } from '../../../connections/vault/connections.service.js';
import { AdminController, Reads } from '../../conventions/admin-endpoint.decorator.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import type { ConnectionsManager } from '../connections-manager.js';
import { ConnectionCountsDto } from './connection.dto.js';

/** How many use an app, and not who. */
@AdminController('realms/:realm/connections/apps/:appId/connection-counts', 'connections')
@OpenTo(CONNECTION_ROLES.developer)
export class AdminConnectionCountsController {
  constructor(
    private readonly apps: AppsService,
    private readonly connections: ConnectionsService,
  ) {}

  @Get()
  @Reads(ConnectionCountsDto)
  async read(
    @CurrentAdmin() { realm }: ConnectionsManager,
    @Param('appId') appId: string,
  ): Promise<ConnectionCountsDto> {
    const app = await this.apps.get(realm, appId);
    const byStatus = await this.connections.countByStatus(realm, app.id);
    return { total: Object.values(byStatus).reduce((sum, count) => sum + count, 0), byStatus };
  }
}

import { Module } from '@nestjs/common';
import { RealmsModule } from '../../realms/realms.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { ConnectModule } from '../connect/connect.module.js';
import { ConnectSessionsApi } from './connect-sessions-api.service.js';
import { ConnectSessionsController } from './connect-sessions.controller.js';
import { OwnConnectionsController } from './own-connections.controller.js';

/** What applications do for their users, and services for theirs. */
@Module({
  imports: [ConnectModule, RealmsModule, TokensModule, UsersModule],
  controllers: [ConnectSessionsController, OwnConnectionsController],
  providers: [ConnectSessionsApi],
})
export class ConnectionsApiModule {}

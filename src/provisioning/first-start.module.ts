import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { UsersModule } from '../users/users.module.js';
import { DemoRealm } from './demo-realm.service.js';
import { FirstStart } from './first-start.service.js';
import { MasterRealm } from './master-realm.service.js';
import { ProvisioningModule } from './provisioning.module.js';
import { StartUpNotice } from './start-up-notice.service.js';
import { ProcessTerminal, Terminal } from './terminal.js';

/** For the server alone: a command line that came first would show the generated secret to nobody. */
@Module({
  imports: [ProvisioningModule, RealmsModule, ClientsModule, UsersModule],
  providers: [FirstStart, StartUpNotice, MasterRealm, DemoRealm, { provide: Terminal, useClass: ProcessTerminal }],
  exports: [StartUpNotice],
})
export class FirstStartModule {}

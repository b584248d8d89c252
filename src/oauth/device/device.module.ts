import { Module } from '@nestjs/common';
import { AttemptsModule } from '../../attempts/attempts.module.js';
import { AuditModule } from '../../audit/audit.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { SessionsModule } from '../../users/sessions/sessions.module.js';
import { UsersModule } from '../../users/users.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { DeviceAuthorizations } from './device-authorizations.service.js';
import { DeviceCodesRepository } from './device-codes.repository.js';
import { DeviceRedemption } from './device-redemption.service.js';
import { DeviceVerdicts } from './device-verdicts.service.js';
import { UserCodeHasher } from './user-code-hasher.js';
import { WaitingDevices } from './waiting-devices.service.js';

/** What the device grant, its endpoint and its page share. */
@Module({
  imports: [AttemptsModule, AuditModule, ClientsModule, ConsentsModule, SessionsModule, TokensModule, UsersModule],
  providers: [
    DeviceCodesRepository,
    UserCodeHasher,
    DeviceAuthorizations,
    WaitingDevices,
    DeviceVerdicts,
    DeviceRedemption,
  ],
  exports: [DeviceAuthorizations, WaitingDevices, DeviceVerdicts, DeviceRedemption],
})
export class DeviceModule {}

import { Module } from '@nestjs/common';
import { DeviceModule } from '../../oauth/device/device.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ScopesModule } from '../../scopes/scopes.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { DeviceConfirmationController } from './device-confirmation.controller.js';
import { DeviceController } from './device.controller.js';

/** Where users let devices in. */
@Module({
  imports: [DeviceModule, RealmsModule, ScopesModule, SignInModule],
  controllers: [DeviceController, DeviceConfirmationController],
})
export class DevicePagesModule {}

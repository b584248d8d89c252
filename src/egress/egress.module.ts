import { Module } from '@nestjs/common';
import { Egress } from './egress.service.js';
import { HostResolver, SystemHostResolver } from './host-resolver.js';

@Module({
  providers: [Egress, { provide: HostResolver, useClass: SystemHostResolver }],
  exports: [Egress],
})
export class EgressModule {}

import { Module } from '@nestjs/common';
import { EgressJudge } from './egress-judge.js';
import { Egress } from './egress.service.js';
import { HostResolver, SystemHostResolver } from './host-resolver.js';

@Module({
  providers: [EgressJudge, Egress, { provide: HostResolver, useClass: SystemHostResolver }],
  exports: [Egress, EgressJudge],
})
export class EgressModule {}

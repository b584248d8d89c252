import { Module } from '@nestjs/common';
import { EgressJudge } from './egress-judge.js';
import { EgressNotices } from './egress-notices.service.js';
import { Egress } from './egress.service.js';
import { HostResolver, SystemHostResolver } from './host-resolver.js';
import { LogoImages } from './logo-images.service.js';

@Module({
  providers: [EgressJudge, Egress, EgressNotices, LogoImages, { provide: HostResolver, useClass: SystemHostResolver }],
  exports: [Egress, EgressJudge, EgressNotices, LogoImages],
})
export class EgressModule {}

import { Global, Logger, Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { Ids } from './ids.js';
import { Random, SystemRandom } from './random.js';

function warn(milliseconds: number, followed: boolean): void {
  const step = `The clock of this machine was set back by ${Math.round(milliseconds / 1000)} seconds`;
  const [outcome, advice] = followed
    ? ['The server follows it', 'tokens that had expired may be accepted again']
    : ['The server does not go back', 'its time is ahead of that of others for a while'];
  new Logger('Clock').warn(`${step}. ${outcome}: ${advice}.`);
}

@Global()
@Module({
  providers: [
    { provide: Clock, useFactory: () => new SystemClock({ onStepBack: warn }) },
    { provide: Random, useClass: SystemRandom },
    { provide: Ids, useFactory: (clock: Clock, random: Random) => new Ids(clock, random), inject: [Clock, Random] },
  ],
  exports: [Clock, Random, Ids],
})
export class KernelModule {}

import { Module } from '@nestjs/common';
import { Outboxes } from './outboxes.service.js';
import { Rounds } from './rounds.service.js';

/** What the server does without being asked. */
@Module({ providers: [Rounds, Outboxes], exports: [Rounds, Outboxes] })
export class BackgroundModule {}

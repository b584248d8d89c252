import { Injectable, type OnModuleInit } from '@nestjs/common';
import { GroupCommit } from '../database/group-commit.js';
import { Metrics } from '../metrics/metrics.js';

/** Counts how many requests share a commit. */
@Injectable()
export class BatchMetrics implements OnModuleInit {
  constructor(
    private readonly groupCommit: GroupCommit,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.groupCommit.onBatch = (callers) => this.metrics.batch('group_commit', callers);
  }
}

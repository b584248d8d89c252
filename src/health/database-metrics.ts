import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { GroupCommit } from '../database/group-commit.js';
import { Metrics } from '../metrics/metrics.js';

/** Shows how many requests share a commit, and, where there is a pool, how its connections are used. */
@Injectable()
export class DatabaseMetrics implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly groupCommit: GroupCommit,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.groupCommit.onBatch = (callers) => this.metrics.batch('group_commit', callers);
    if (!this.database.poolUse()) return;
    const help = 'Connections that are open and idle, and callers that wait for one.';
    this.metrics.states('realmgate_database_pool', help, () => ({ ...this.database.poolUse() }));
  }
}

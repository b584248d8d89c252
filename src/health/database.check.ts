import { Injectable } from '@nestjs/common';
import { Sql } from '../database/sql.js';
import { ReadinessCheck } from './readiness-check.js';

@Injectable()
export class DatabaseCheck extends ReadinessCheck {
  readonly name = 'database';

  constructor(private readonly sql: Sql) {
    super();
  }

  async check(): Promise<void> {
    await this.sql.query('SELECT 1');
  }
}

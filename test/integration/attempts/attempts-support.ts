import { AttemptsRepository } from '../../../src/attempts/attempts.repository.js';
import { AttemptsService } from '../../../src/attempts/attempts.service.js';
import type { AttemptLimit } from '../../../src/attempts/attempts.types.js';
import type { TestNode } from '../../support/database.js';
import type { TestClock } from '../../support/test-clock.js';

export const REALM = { id: '01900000-0000-7000-8000-000000000001', name: 'demo' };
export const byAddress: AttemptLimit = {
  purpose: 'login',
  subject: 'ada',
  address: '192.0.2.1',
  allowance: 5,
  windowSeconds: 3600,
  firstDelaySeconds: 1,
  maxDelaySeconds: 900,
};

export const serviceOf = ({ sql, transaction }: TestNode, clock: TestClock): AttemptsService =>
  new AttemptsService(new AttemptsRepository(sql), transaction, clock);
export const trues = (answers: boolean[]): number => answers.filter(Boolean).length;

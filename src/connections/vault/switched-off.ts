import { DomainError } from '../../kernel/domain-error.js';
import type { Connection } from './connection.types.js';

/** What an administrator has switched off is not switched on by its owner, who could by authorizing it anew. */
export function refuseSwitchedOff({ status }: Connection): void {
  if (status === 'disabled') throw DomainError.conflict('An administrator has switched this connection off.');
}

import { DomainError } from '../../kernel/domain-error.js';

/** The one answer to whoever comes too late, whatever has ended the session. */
export const sessionOver = (): DomainError => new DomainError('session_expired', 'The session is over.');

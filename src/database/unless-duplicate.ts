import { DomainError } from '../kernel/domain-error.js';
import { isDuplicate } from './storage-fault.js';

/** @param message why, in words for the caller. @throws DomainError `conflict` when a row with that key exists already. */
export async function unlessDuplicate<T>(write: Promise<T>, message: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw isDuplicate(error) ? DomainError.conflict(message) : error;
  }
}

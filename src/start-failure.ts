import { SettingsError } from './config/load-settings.js';
import { DatabaseUrlError } from './database/engine.js';
import { isStorageFault } from './database/storage-fault.js';
import { SealError } from './kernel/seal.js';

/** What whoever starts the server can act on, in a line; only what nobody foresaw comes with the places it went through. */
export function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'The server did not start.';
  if (error instanceof SettingsError || error instanceof DatabaseUrlError) return error.message;
  if (isStorageFault(error))
    return `The database cannot be used. ${error.message}. Check DATABASE_URL and the database.`;
  if (error instanceof SealError) return `MASTER_KEY does not open what the database holds. ${error.message}`;
  const addressFailure = ofAddress(error);
  if (addressFailure) return addressFailure;
  return `The server did not start: ${error.stack ?? error.message}`;
}

/** What `listen` refuses. */
function ofAddress({ code, port }: NodeJS.ErrnoException & { port?: number }): string | null {
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.';
  if (port === undefined) return null;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Set PORT to a free one, in the environment or in .env.`;
  return code === 'EACCES' ? `Port ${port} may not be used by this user. Set PORT to one above 1023.` : null;
}

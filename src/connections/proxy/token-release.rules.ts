import type { TokenRelease } from '../configs/config.types.js';
import type { ConnectionOwner } from '../vault/connection.types.js';

/** Who asks for an access token: a service for itself, or a user. */
export interface Asker {
  readonly userId: string | null;
}

/** Whether an access token may leave the vault: for a service, or where the config says so for its owner too. */
export function mayBeReleased(release: TokenRelease, { userId }: Asker, owner: ConnectionOwner): boolean {
  if (release === 'none') return false;
  if (userId === null) return true;
  return release === 'owner' && owner.kind === 'user' && owner.userId === userId;
}

import { ownerOf, type ConnectionOwner } from '../vault/connection.types.js';
import type { ConnectSession } from './connect-session.types.js';

/** Whose connection comes of a session: that of its user, or the realm's, whoever sits at the browser. */
export const ownerOfSession = ({ ownerKey, userId }: Pick<ConnectSession, 'ownerKey' | 'userId'>): ConnectionOwner =>
  ownerOf(ownerKey === userId ? userId : null);

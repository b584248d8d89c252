import type { Row } from '../../database/statements.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { Session } from './session.types.js';

export interface SessionRow {
  readonly id: Buffer;
  readonly userId: Buffer;
  readonly authTime: number;
  readonly acr: string | null;
  readonly amr: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

export const toSessionColumns = (session: Session): Row & SessionRow => ({
  ...session,
  id: idToBytes(session.id),
  userId: idToBytes(session.userId),
  amr: JSON.stringify(session.amr),
});

export const fromSessionRow = (row: SessionRow): Session => ({
  id: idFromBytes(row.id),
  userId: idFromBytes(row.userId),
  authTime: Number(row.authTime),
  acr: row.acr,
  amr: JSON.parse(row.amr) as string[],
  address: row.address,
  userAgent: row.userAgent,
  createdAt: Number(row.createdAt),
  lastSeenAt: Number(row.lastSeenAt),
  expiresAt: Number(row.expiresAt),
});

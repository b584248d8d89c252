import { Entity, Index } from 'typeorm';
import { Hash, Id, Json, PrimaryId, Time } from '../../database/columns.js';
import type { AuthorizationParameters, ConsentDecision } from './authorization.types.js';

/** An authorization request that waits for its user; see AuthorizationRequest. */
@Entity({ name: 'authorization_requests' })
export class AuthorizationRequestEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  /** SHA-256 of the handle that stands in the addresses of the pages. */
  @Index({ unique: true })
  @Hash()
  handleHash: Buffer;

  @Id()
  clientId: string;

  @Json()
  parameters: AuthorizationParameters;

  /** SHA-256 of the id of the browser that sent it. */
  @Hash()
  browserHash: Buffer;

  @Hash({ nullable: true })
  pushedHash: Buffer | null;

  @Id({ nullable: true })
  sessionId: string | null;

  @Time({ nullable: true })
  loginAt: number | null;

  @Json({ nullable: true })
  consent: ConsentDecision | null;

  @Time()
  createdAt: number;

  @Index()
  @Time()
  expiresAt: number;

  /** When it was answered: it gives one answer and no second one. */
  @Time({ nullable: true })
  completedAt: number | null;
}

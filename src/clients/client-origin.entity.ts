import { Entity, Index, PrimaryColumn } from 'typeorm';
import { PrimaryId } from '../database/columns.js';
import { MAX_WEB_ORIGIN } from './web-origins.js';

/** A web origin that redirect URIs of an enabled client lead to: `clients.redirectUris`, in the form that CORS asks for. */
@Entity({ name: 'client_origins', withoutRowid: true })
export class ClientOriginEntity {
  @PrimaryId()
  realmId: string;

  @PrimaryColumn({ type: 'varchar', length: MAX_WEB_ORIGIN })
  origin: string;

  /** Id of the client's row. */
  @Index()
  @PrimaryId()
  clientId: string;
}

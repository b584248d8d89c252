import { Entity, PrimaryColumn } from 'typeorm';
import { LongText, PrimaryId } from '../database/columns.js';

/** A text that a realm keeps for good and must show again; sealed by the realm's data key. */
@Entity({ name: 'realm_texts', withoutRowid: true })
export class RealmTextEntity {
  @PrimaryId()
  realmId: string;

  /** Which of its texts. */
  @PrimaryColumn({ type: 'varchar', length: 50 })
  name: string;

  @LongText()
  sealed: string;
}

import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import type { RealmRef } from '../database/realm-ref.js';

/** The issuer identifier of a realm (RFC 8414 section 2). Made from the settings alone: no request header shapes it. */
@Injectable()
export class RealmIssuer {
  constructor(private readonly settings: Settings) {}

  of(realm: RealmRef): string {
    return `${this.settings.publicUrl}/realms/${realm.name}`;
  }
}

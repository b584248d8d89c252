import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Clock } from '../kernel/clock.js';
import { sha256 } from '../kernel/digest.js';
import { Random } from '../kernel/random.js';
import { mailLinkHash, mailLinkOf } from './mail-link-value.js';
import type { MailLink, MailPurpose } from './mail-link.types.js';
import { MailLinksRepository } from './mail-links.repository.js';

const LIFETIME_SECONDS = 1800;

/** The secrets in mailed links: each is good for one deed, once, for half an hour. */
@Injectable()
export class MailLinks {
  constructor(
    private readonly links: MailLinksRepository,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @returns the secret, told here and never again. */
  async issue(realm: RealmRef, link: Omit<MailLink, 'expiresAt'>): Promise<string> {
    const value = mailLinkOf(this.random.secret());
    const expiresAt = this.clock.now() + LIFETIME_SECONDS * 1000;
    await this.links.add(realm, sha256(value), { ...link, expiresAt });
    return value;
  }

  /** What a secret is good for, which stays so; null for anything else than one that waits to be used for that. */
  async find(realm: RealmRef, purpose: MailPurpose, presented: string): Promise<MailLink | null> {
    const hash = mailLinkHash(presented);
    return hash && this.links.find(realm, hash, purpose, this.clock.now());
  }

  /** Uses a secret up: of many who try, one succeeds. */
  async claim(realm: RealmRef, purpose: MailPurpose, presented: string): Promise<boolean> {
    const hash = mailLinkHash(presented);
    return hash !== null && this.links.claim(realm, hash, purpose, this.clock.now());
  }

  deleteAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    return this.links.deleteAllOfUser(realm, userId);
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.links.deleteAllOf(realm);
  }
}

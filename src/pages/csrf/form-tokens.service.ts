import { Injectable } from '@nestjs/common';
import type { Browser } from '../../http/browser.js';
import { equalInConstantTime } from '../../kernel/digest.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { SecretHasher } from '../../secrets/secret-hasher.js';
import type { PageForm } from '../rendering/page.types.js';

/**
 * Tokens against forms that other sites send (requirement 20). One is good for one browser, in one session, for one deed
 * and one authorization request: it is made of them with a secret of the server, and nothing is stored.
 */
@Injectable()
export class FormTokens {
  constructor(private readonly hasher: SecretHasher) {}

  make(realm: RealmRef, browser: Browser, form: PageForm): string {
    return this.digest(realm, browser, form).toString('base64url');
  }

  /** Compares in constant time. */
  matches(token: string, realm: RealmRef, browser: Browser, form: PageForm): boolean {
    return equalInConstantTime(Buffer.from(token, 'base64url'), this.digest(realm, browser, form));
  }

  private digest(realm: RealmRef, browser: Browser, { purpose, handle }: PageForm): Buffer {
    const bound = ['form', realm.id, purpose, browser.id, browser.sessionValue ?? '', handle ?? ''];
    return this.hasher.hash(JSON.stringify(bound));
  }
}

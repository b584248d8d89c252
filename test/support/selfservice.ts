import { Mailer } from '../../src/mail/mailer.service.js';
import type { Realm } from '../../src/realms/realm.types.js';
import { EmailVerifications } from '../../src/selfservice/email-verifications.service.js';
import { PasswordResets } from '../../src/selfservice/password-resets.service.js';
import { Registrations } from '../../src/selfservice/registrations.service.js';
import { SelfserviceModule } from '../../src/selfservice/selfservice.module.js';
import { TokensModule } from '../../src/tokens/tokens.module.js';
import { freshDomain, openDomain, type Domain } from './domain.js';
import { Mailbox, type ReceivedLetter } from './mailbox.js';
import { REQUEST, type Tenant } from './tenant.js';

const modules = [TokensModule, SelfserviceModule];
const wording = (subject: string) => (link: string) => ({ subject, text: `Go to ${link}` });

export const freshSelfserviceDomain = (mailbox: Mailbox): Promise<Domain> =>
  freshDomain({ modules, env: { MAIL_URL: mailbox.url } });
/** A further node on the database of another one. */
export const anotherNode = ({ url, clock }: Domain, mailbox: Mailbox): Promise<Domain> =>
  openDomain({ url, clock, modules, env: { MAIL_URL: mailbox.url } });

/** What people do by mail in one realm. */
export class Selfservice {
  constructor(
    readonly tenant: Tenant,
    readonly mailbox: Mailbox,
  ) {}

  at(domain: Domain): Selfservice {
    return new Selfservice(this.tenant.at({ domain }), this.mailbox);
  }

  realm(): Promise<Realm> {
    return this.tenant.realm();
  }

  /** @returns what has come by mail, if anything did. */
  askForReset(name: string, address = REQUEST.address): Promise<ReceivedLetter[]> {
    return this.newLetters(async () =>
      this.get(PasswordResets).begin(await this.realm(), name, { ...REQUEST, address }, wording('reset')),
    );
  }

  async reset(value: string, password: string): Promise<boolean> {
    return this.get(PasswordResets).finish(await this.realm(), value, password, REQUEST);
  }

  askForVerification(): Promise<ReceivedLetter[]> {
    return this.newLetters(async () =>
      this.get(EmailVerifications).begin(await this.realm(), await this.tenant.user(), REQUEST, wording('verify')),
    );
  }

  async verify(value: string): Promise<boolean> {
    return this.get(EmailVerifications).finish(await this.realm(), value, REQUEST);
  }

  askForAccount(email: string, address = REQUEST.address): Promise<ReceivedLetter[]> {
    const words = { invitation: wording('invitation'), reminder: wording('reminder') };
    return this.newLetters(async () =>
      this.get(Registrations).begin(await this.realm(), email, { ...REQUEST, address }, words),
    );
  }

  async register(value: string, password: string): Promise<boolean> {
    return this.get(Registrations).finish(await this.realm(), value, { fullName: 'Bob', password }, REQUEST);
  }

  private async newLetters(ask: () => Promise<void>): Promise<ReceivedLetter[]> {
    const before = this.mailbox.letters().length;
    await ask();
    await this.get(Mailer).idle();
    return this.mailbox.letters().slice(before);
  }

  private get<T>(type: abstract new (...args: never[]) => T): T {
    return this.tenant.domain.get(type);
  }
}

/** The secret in a mailed link. */
export const secretIn = (letter: ReceivedLetter | undefined): string =>
  new URL(letter?.link ?? 'http://no.link').searchParams.get('link') ?? '';

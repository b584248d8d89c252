import { Logger } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { Mailer } from '../../../src/mail/mailer.service.js';
import { startMailServer } from '../../support/mail-server.js';
import { Mailbox } from '../../support/mailbox.js';
import { testSettings } from '../../support/settings.js';

const SECRET = 'rgm_the-secret-in-the-link';
const LETTER = { to: 'ada@example.com', subject: 'Grüße', text: `Öffnen Sie https://id.example.com/?link=${SECRET}` };
const PRODUCTION = {
  NODE_ENV: 'production',
  DEFAULT_REALM_KEY: 'a key of this server',
  PUBLIC_URL: 'https://id.example.com',
};

describe('mail', () => {
  let said: string[];
  beforeEach(() => {
    said = [];
    const hear = (words: unknown): void => void said.push(String(words));
    Logger.overrideLogger({ log: hear, warn: hear, error: hear });
  });
  afterEach(() => Logger.overrideLogger(false));

  const mailer = (env: Record<string, string>): Mailer =>
    new Mailer(testSettings(env), new Ids(new SystemClock(), new SystemRandom()));
  const deliver = async (env: Record<string, string>, letter = LETTER): Promise<void> => {
    const sender = mailer(env);
    sender.post(async () => letter);
    await sender.idle();
    await sender.onApplicationShutdown();
  };

  it('req 27: is written to a folder for trying out, and the log names the file and never what is in it', async () => {
    const mailbox = new Mailbox();
    await deliver({ MAIL_URL: mailbox.url, MAIL_FROM: 'no-reply@example.com' });
    const letter = mailbox.last();
    expect(letter).toMatchObject({ ...LETTER, text: `${LETTER.text}\n`, from: 'no-reply@example.com', mode: 0o600 });
    expect(said).toEqual([`A mail was written to ${letter.path}`]);
    expect(readFileSync(letter.path, 'utf8')).not.toContain('\r');
    mailbox.remove();
  });

  it('is handed to a mail server', async () => {
    const server = await startMailServer();
    await deliver({ MAIL_URL: `smtp://127.0.0.1:${server.port}` });
    expect(server.heard).toEqual(expect.arrayContaining(['RCPT TO:<ada@example.com>', 'From: no-reply@localhost']));
    expect(said).toEqual([]);
    await server.close();
  });

  it('req 27: that is refused leaves a code in the log, and nothing of what the mail server says', async () => {
    const server = await startMailServer(`554 not with ${SECRET} for ada@example.com`);
    await deliver({ MAIL_URL: `smtp://127.0.0.1:${server.port}` });
    expect(said).toEqual(['A mail could not be sent: EMESSAGE']);
    await server.close();
  });

  it('goes to one mailbox, whatever the address looks like', async () => {
    const server = await startMailServer();
    await deliver({ MAIL_URL: `smtp://127.0.0.1:${server.port}` }, { ...LETTER, to: 'a,b@example.com' });
    expect(server.heard.filter((line) => line.startsWith('RCPT'))).toHaveLength(1);
    await server.close();
  });

  it('is off in production until a mail server is named', () => {
    expect(mailer(PRODUCTION).available).toBe(false);
    expect(mailer({ ...PRODUCTION, MAIL_URL: 'smtps://mail.example.com' }).available).toBe(true);
    expect(mailer({}).available).toBe(true);
  });
});

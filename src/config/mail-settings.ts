import { IsOptional, Matches } from 'class-validator';
import { CoreSettings } from './core-settings.js';
import { mailUrl } from './mail-url.parser.js';
import { Setting } from './setting.decorator.js';

/** How the server reaches people. */
export abstract class MailSettings extends CoreSettings {
  @Setting({
    env: 'MAIL_URL',
    section: 'Mail',
    description:
      'Server that takes the mail: `smtp://user:password@host:587` (with STARTTLS, which only a loopback host may lack) or `smtps://user:password@host:465`; or `file:path` of a folder that it is written to, for trying out.',
    defaultNote: 'in production none, and nothing that needs mail is offered; elsewhere `file:data/mail`',
    example: 'smtps://realmgate:password@mail.example.com:465',
    secret: true,
    parse: mailUrl,
  })
  @IsOptional()
  readonly mailUrl?: string;

  @Setting({
    env: 'MAIL_FROM',
    description: 'Address that mail comes from.',
    defaultNote: '`no-reply@` and the host of PUBLIC_URL',
    example: 'no-reply@example.com',
  })
  @IsOptional()
  @Matches(/^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]{1,255}$/, { message: 'must be an e-mail address' })
  readonly mailFrom?: string;
}

import { Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import type { Wording } from '../../selfservice/selfservice.types.js';
import { brandOf } from '../rendering/brand.js';
import { chooseLanguage } from '../rendering/languages.js';
import type { PageRequest } from '../rendering/page.types.js';
import { Texts } from '../rendering/texts.js';

/** The letters that pages send: namespace `mail`, each with a subject, what to do, and what it is if nobody asked. */
export type LetterName = 'reset' | 'verify' | 'invitation' | 'reminder';

/** Words letters in the language of the page that they are asked for at. What a stranger typed stands in none. */
@Injectable()
export class Letters {
  private readonly texts = new Texts();

  wording(name: LetterName, realm: Realm, request: PageRequest): Wording {
    const { ui_locales: asked } = request.query as { ui_locales?: unknown };
    const language = chooseLanguage(typeof asked === 'string' ? asked : undefined, request.headers['accept-language']);
    const translate = this.texts.in(language);
    const blanks = { realm: brandOf(realm).name };
    const text = (part: string): string => translate(`mail:${name}.${part}`, blanks);
    return (link) => ({
      subject: text('subject'),
      text: [text('body'), link, text('otherwise'), blanks.realm].join('\n\n') + '\n',
    });
  }
}

import { Module } from '@nestjs/common';
import { MailLinksRepository } from './mail-links.repository.js';
import { MailLinks } from './mail-links.service.js';
import { Mailer } from './mailer.service.js';

@Module({
  providers: [MailLinksRepository, MailLinks, Mailer],
  exports: [MailLinks, Mailer],
})
export class MailModule {}

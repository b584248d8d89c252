import { Injectable } from '@nestjs/common';
import { LogoImages } from '../../egress/logo-images.service.js';
import { DomainError } from '../../kernel/domain-error.js';

/** Logos of apps are fetched by this server and shown from its own origin. */
@Injectable()
export class AppLogos {
  constructor(private readonly images: LogoImages) {}

  /** @throws DomainError `invalid` unless there is a picture at the address now. */
  async require(address: string): Promise<void> {
    if (await this.images.find(address)) return;
    throw DomainError.invalid('url', 'leads to no PNG, JPEG, WebP or GIF of at most 256 KiB');
  }
}

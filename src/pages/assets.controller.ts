import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../kernel/domain-error.js';
import { StaticFiles } from './rendering/static-files.js';

/** The style sheet and the icon of the pages. */
@Controller('assets')
@ApiExcludeController()
export class AssetsController {
  constructor(private readonly files: StaticFiles) {}

  /** @throws DomainError `not_found` */
  @Get(':file')
  @Header('cache-control', 'public, max-age=31536000, immutable')
  get(@Param('file') name: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    const file = this.files.find(name);
    if (!file) throw DomainError.notFound('The file');
    reply.header('content-type', file.contentType);
    return file.content;
  }
}

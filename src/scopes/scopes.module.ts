import { Module } from '@nestjs/common';
import { ScopesRepository } from './scopes.repository.js';
import { ScopesService } from './scopes.service.js';

@Module({
  providers: [ScopesRepository, ScopesService],
  exports: [ScopesService],
})
export class ScopesModule {}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ScopeEntity } from './scope.entity.js';
import { ScopesRepository } from './scopes.repository.js';
import { ScopesService } from './scopes.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ScopeEntity])],
  providers: [ScopesRepository, ScopesService],
  exports: [ScopesService],
})
export class ScopesModule {}

import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { JwtVerifier } from './jwt-verifier.service.js';
import { KeyMaker } from './key-maker.js';
import { KeyMaterial } from './key-material.js';
import { KeyReseal } from './key-reseal.service.js';
import { KeyRotation } from './key-rotation.service.js';
import { KeysService } from './keys.service.js';
import { SealedKeysRepository } from './sealed-keys.repository.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

@Module({
  imports: [JwtModule.register({})],
  providers: [
    SigningKeysRepository,
    SealedKeysRepository,
    KeyMaker,
    KeyMaterial,
    KeyRotation,
    KeyReseal,
    KeysService,
    JwtVerifier,
  ],
  exports: [KeysService, JwtVerifier],
})
export class KeysModule {}

import { Module } from '@nestjs/common';
import { KeysModule } from '../../keys/keys.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { IdTokenHints } from './id-token-hints.service.js';

/** Apart from the endpoints: a logout reads hints too, and is part of what has neither endpoints nor pages. */
@Module({ imports: [KeysModule, TokensModule], providers: [IdTokenHints], exports: [IdTokenHints] })
export class IdTokenHintsModule {}

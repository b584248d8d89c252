import { Module } from '@nestjs/common';
import { EgressModule } from '../../egress/egress.module.js';
import { ClientKeys } from './client-keys.service.js';
import { RemoteKeySets } from './remote-key-sets.service.js';

@Module({ imports: [EgressModule], providers: [ClientKeys, RemoteKeySets], exports: [ClientKeys] })
export class ClientKeysModule {}

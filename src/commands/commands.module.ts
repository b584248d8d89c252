import { type DynamicModule, Module } from '@nestjs/common';
import { ClientCreateCommand } from './client-create.command.js';
import { ClientRegistrationTokenCommand } from './client-registration-token.command.js';
import { ClientCommand } from './client.command.js';
import { Composition } from './composition.js';
import { DoctorCommand } from './doctor.command.js';
import { KeysRotateCommand } from './keys-rotate.command.js';
import { KeysCommand } from './keys.command.js';
import { Managing } from './managing.js';
import { MigrateCommand } from './migrate.command.js';
import { RealmCreateCommand } from './realm-create.command.js';
import { RealmListCommand } from './realm-list.command.js';
import { RealmCommand } from './realm.command.js';
import { StartCommand } from './start.command.js';
import { TokenCommand } from './token.command.js';
import { UserCreateCommand } from './user-create.command.js';
import { UserCommand } from './user.command.js';

const COMMANDS = [
  StartCommand,
  MigrateCommand,
  DoctorCommand,
  RealmCommand,
  ClientCommand,
  UserCommand,
  KeysCommand,
  TokenCommand,
];
const SUBCOMMANDS = [
  RealmCreateCommand,
  RealmListCommand,
  ClientCreateCommand,
  ClientRegistrationTokenCommand,
  UserCreateCommand,
  KeysRotateCommand,
];

/** The command line; it loads little, and each command loads what it needs. */
@Module({})
export class CommandsModule {
  static forRoot(composition: Composition): DynamicModule {
    return {
      module: CommandsModule,
      providers: [{ provide: Composition, useValue: composition }, Managing, ...COMMANDS, ...SUBCOMMANDS],
    };
  }
}

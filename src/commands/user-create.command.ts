import { Option, SubCommand } from 'nest-commander';
import type { NewUser } from '../users/user.types.js';
import { collect, JsonCommand, type JsonOption } from './json.command.js';
import { Managing } from './managing.js';
import { note, printFields, printJson } from './output.js';
import { readSecretFile } from './secret-file.js';

interface Options extends JsonOption {
  email?: string;
  fullName?: string;
  roles?: string[];
  password?: string;
}

@SubCommand({
  name: 'create',
  description: 'Make a user; a generated password is shown once',
  arguments: '<realm> <username>',
})
export class UserCreateCommand extends JsonCommand {
  constructor(private readonly managing: Managing) {
    super();
  }

  async run([realm = '', username = '']: string[], { json, ...fields }: Options): Promise<void> {
    const input: NewUser = { ...fields, username };
    const { user, password } = await this.managing.run(({ users }) => users.create(realm, input));
    const shown = { id: user.id, username, email: user.email, fullName: user.fullName, roles: fields.roles, password };
    if (json) return printJson(shown);
    printFields(shown);
    if (password !== undefined) note('The password is shown this once.');
  }

  @Option({ flags: '--email <address>', description: 'e-mail address' })
  readEmail(address: string): string {
    return address;
  }

  @Option({ flags: '--full-name <text>', description: 'name that people read' })
  readFullName(text: string): string {
    return text;
  }

  @Option({ name: 'roles', flags: '--role <name>', description: 'role of the realm; repeatable' })
  readRole(name: string, others?: string[]): string[] {
    return collect(name, others);
  }

  @Option({
    name: 'password',
    flags: '--password-file <path>',
    description: 'first line is the password, - for standard input (default: one is generated)',
  })
  readPassword(path: string): string {
    return readSecretFile(path);
  }
}

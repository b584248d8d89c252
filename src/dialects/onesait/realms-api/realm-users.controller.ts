import { Get, Param, Query } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { Manager } from '../../../tokens/management/management.types.js';
import { CurrentManager } from './current-manager.decorator.js';
import {
  isNamedLike,
  toAuthorizationBodies,
  toRealmUserBody,
  toUserNameBody,
  type AuthorizationBody,
  type RealmUserBody,
  type UserNameBody,
} from './member.mapper.js';
import { Members } from './members.service.js';
import { RealmAccess } from './realm-access.service.js';
import { Exchanges, RealmsApi } from './realms-api.decorator.js';
import { noUser, noUserOfEmail } from './realms-api.errors.js';
import { HELD_ROLE, USER } from './realms-api.examples.js';
import { textIn } from './request-body.js';

const NO_REALM = 'Realm "shop" does not exist';

/** Users of a realm are those who hold a role of it. */
@RealmsApi()
export class OnesaitRealmUsersController {
  constructor(
    private readonly access: RealmAccess,
    private readonly members: Members,
  ) {}

  @Get(':id/users')
  @Exchanges({ summary: 'The users of a realm', answer: [USER], refusals: { 404: NO_REALM } })
  async list(@CurrentManager() manager: Manager, @Param('id') id: string): Promise<RealmUserBody[]> {
    const { realm } = await this.access.to(manager, id);
    return (await this.members.list(realm)).map(toRealmUserBody);
  }

  @Get(':id/users/:userId')
  @Exchanges({
    summary: 'One user of a realm, in an array',
    answer: [USER],
    refusals: { 404: 'User "alice" does not exist in realm' },
  })
  async read(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<RealmUserBody[]> {
    const { realm } = await this.access.to(manager, id);
    const member = await this.members.find(realm, userId);
    if (!member) throw noUser(userId, 404);
    return [toRealmUserBody(member)];
  }

  @Get(':id/user')
  @Exchanges({
    summary: 'The user of an e-mail address',
    answer: { userId: 'alice', fullName: 'Alice Liddell' },
    refusals: { 404: 'User with email: alice@example.com not found' },
  })
  @ApiQuery({ name: 'email', required: true, example: 'alice@example.com' })
  async readByEmail(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<UserNameBody> {
    const { realm } = await this.access.to(manager, id);
    const email = textIn(query, 'email');
    const member = await this.members.findByEmail(realm, email);
    if (!member) throw noUserOfEmail(email);
    return toUserNameBody(member.user);
  }

  @Get(':id/authorizations/:filter')
  @Exchanges({
    summary: 'Who holds which role, of the users whose name has the filter in it',
    answer: [HELD_ROLE],
    refusals: { 404: NO_REALM },
  })
  async authorizations(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Param('filter') filter: string,
  ): Promise<AuthorizationBody[]> {
    const { realm } = await this.access.to(manager, id);
    const members = await this.members.list(realm);
    return members.filter(({ user }) => isNamedLike(user, filter)).flatMap(toAuthorizationBodies);
  }
}

import { Body, Delete, Param, Post } from '@nestjs/common';
import type { Manager } from '../../../tokens/management/management.types.js';
import { authorizedText, toAuthorization, toUsername, withdrawnText } from './authorization.mapper.js';
import { Authorizations } from './authorizations.service.js';
import { CurrentManager } from './current-manager.decorator.js';
import { answerEach, type EntryAnswer } from './each-entry.js';
import { RealmAccess } from './realm-access.service.js';
import { Exchanges, RealmsApi } from './realms-api.decorator.js';
import { AUTHORIZATION, entryAnswers } from './realms-api.examples.js';
import type { Authorization } from './realms-api.types.js';
import { arrayOf } from './request-body.js';

const EXAMPLE = { realmName: 'shop', username: 'alice', roleName: 'EDITOR' };
const GIVEN = entryAnswers('Authorization', AUTHORIZATION, authorizedText(EXAMPLE));
const NO_REALM = 'Realm "shop" does not exist';
const NO_USER = 'User "alice" does not exist in realm';

@RealmsApi()
export class OnesaitRealmAuthorizationsController {
  constructor(
    private readonly access: RealmAccess,
    private readonly authorizations: Authorizations,
  ) {}

  @Post('authorization')
  @Exchanges({
    summary: 'Gives a user a role',
    body: AUTHORIZATION,
    status: 201,
    refusals: { 404: NO_REALM, 409: 'This association already exists.' },
  })
  async give(@CurrentManager() manager: Manager, @Body() body: unknown): Promise<void> {
    await this.authorize(manager, toAuthorization(body));
  }

  @Post('authorization/multiple')
  @Exchanges({ summary: 'Gives users roles in several realms, each on its own', body: [AUTHORIZATION], answer: GIVEN })
  giveEach(@CurrentManager() manager: Manager, @Body() body: unknown): Promise<EntryAnswer[]> {
    return answerEach('Authorization', arrayOf(body), (entry) => this.authorize(manager, toAuthorization(entry)));
  }

  @Post('authorization/:id/multiple')
  @Exchanges({
    summary: 'Gives users roles in one realm, each on its own',
    body: [{ userId: 'alice', roleName: 'EDITOR' }],
    answer: GIVEN,
    refusals: { 404: NO_REALM },
  })
  async giveEachInRealm(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<EntryAnswer[]> {
    await this.access.to(manager, id);
    return answerEach('Authorization', arrayOf(body), (entry) => this.authorize(manager, toAuthorization(entry, id)));
  }

  @Delete('authorization/realm/:id/user/multiple')
  @Exchanges({
    summary: 'Takes all roles from several users, each on its own',
    body: [{ userId: 'alice' }],
    answer: entryAnswers('User', { userId: 'alice' }, withdrawnText('alice', 'shop')),
    refusals: { 404: NO_REALM },
  })
  async takeAllFromEach(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<EntryAnswer[]> {
    const managed = await this.access.to(manager, id);
    return answerEach('User', arrayOf(body), async (entry) => {
      const username = toUsername(entry);
      await this.authorizations.takeAll(managed, username, 'body');
      return withdrawnText(username, id);
    });
  }

  @Delete('authorization/realm/:id/user/:userId')
  @Exchanges({ summary: 'Takes all roles from a user', refusals: { 404: NO_USER } })
  async takeAll(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<void> {
    await this.authorizations.takeAll(await this.access.to(manager, id), userId, 'path');
  }

  @Delete('authorization/realm/:id/user/:userId/rol/:roleName')
  @Exchanges({ summary: 'Takes a role from a user', refusals: { 404: NO_USER } })
  async take(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Param('userId') userId: string,
    @Param('roleName') roleName: string,
  ): Promise<void> {
    await this.authorizations.take(await this.access.to(manager, id), userId, roleName);
  }

  private async authorize(manager: Manager, authorization: Authorization): Promise<string> {
    const { realmName, username, roleName } = authorization;
    await this.authorizations.give(await this.access.to(manager, realmName), username, roleName);
    return authorizedText(authorization);
  }
}

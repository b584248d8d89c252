import { Body, Delete, Param, Post } from '@nestjs/common';
import type { Manager } from '../../../tokens/management/management.types.js';
import { associatedText, toAssociation } from './association.mapper.js';
import { Associations } from './associations.service.js';
import { CurrentManager } from './current-manager.decorator.js';
import { answerEach, type EntryAnswer } from './each-entry.js';
import { Exchanges, RealmsApi } from './realms-api.decorator.js';
import { ASSOCIATION, entryAnswers } from './realms-api.examples.js';
import { arrayOf } from './request-body.js';

const MISSING = { 404: 'Any of the specified realms does not exist' };

@RealmsApi()
export class OnesaitRealmAssociationsController {
  constructor(private readonly associations: Associations) {}

  @Post('association')
  @Exchanges({
    summary: 'Gives the holders of a role a role in another realm',
    body: ASSOCIATION,
    status: 201,
    refusals: { ...MISSING, 409: 'This association already exists.' },
  })
  async create(@CurrentManager() manager: Manager, @Body() body: unknown): Promise<void> {
    await this.associations.create(manager, toAssociation(body));
  }

  @Post('association/multiple')
  @Exchanges({
    summary: 'Makes several associations, each on its own',
    body: [ASSOCIATION],
    answer: entryAnswers('Association', ASSOCIATION, associatedText(toAssociation(ASSOCIATION))),
  })
  createEach(@CurrentManager() manager: Manager, @Body() body: unknown): Promise<EntryAnswer[]> {
    return answerEach('Association', arrayOf(body), async (entry) => {
      const association = toAssociation(entry);
      await this.associations.create(manager, association);
      return associatedText(association);
    });
  }

  @Delete('association/parent-realm/:parent/parent-role/:parentRole/child-realm/:child/child-role/:childRole')
  @Exchanges({ summary: 'Deletes an association', refusals: MISSING })
  async delete(@CurrentManager() manager: Manager, @Param() params: Readonly<Record<string, string>>): Promise<void> {
    const { parent = '', parentRole = '', child = '', childRole = '' } = params;
    await this.associations.delete(manager, { parentRealm: parent, parentRole, childRealm: child, childRole });
  }
}

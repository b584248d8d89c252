import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import type { Manager } from '../../../tokens/management/management.types.js';
import { CurrentManager } from './current-manager.decorator.js';
import { RealmAccess } from './realm-access.service.js';
import { RealmOverviews } from './realm-overviews.service.js';
import { RealmWrites } from './realm-writes.service.js';
import { toNewRealm, toRealmBody, toRealmUpdate, type RealmBody } from './realm.mapper.js';
import { Exchanges, RealmsApi } from './realms-api.decorator.js';
import { NEW_REALM, REALM } from './realms-api.examples.js';

const NO_REALM = 'Realm "shop" does not exist';

@RealmsApi()
export class OnesaitRealmsController {
  constructor(
    private readonly access: RealmAccess,
    private readonly overviews: RealmOverviews,
    private readonly writes: RealmWrites,
  ) {}

  @Get()
  @Exchanges({ summary: 'The realms that the caller manages', answer: [REALM] })
  async list(@CurrentManager() manager: Manager): Promise<RealmBody[]> {
    if (await this.access.managesAll(manager)) return (await this.overviews.ofAll()).map(toRealmBody);
    const { realm } = manager.token;
    return (await this.access.manages(manager, realm.name)) ? [toRealmBody(await this.overviews.of(realm))] : [];
  }

  @Post()
  @Exchanges({
    summary: 'Makes a realm',
    body: NEW_REALM,
    status: 201,
    refusals: { 409: 'App with identification: shop exists' },
  })
  async create(@CurrentManager() manager: Manager, @Body() body: unknown): Promise<void> {
    await this.access.toAll(manager);
    await this.writes.create(manager, toNewRealm(body));
  }

  /** The realm of the token, when its subject holds a role there: nobody belongs to two realms. */
  @Get('member')
  @Exchanges({ summary: 'The names of the realms that the caller belongs to', answer: ['shop'] })
  async memberships(@CurrentManager() { token }: Manager): Promise<string[]> {
    return token.user && (await token.authorities()).length > 0 ? [token.realm.name] : [];
  }

  @Get(':id')
  @Exchanges({ summary: 'A realm', answer: REALM, refusals: { 404: NO_REALM } })
  async read(@CurrentManager() manager: Manager, @Param('id') id: string): Promise<RealmBody> {
    const { realm } = await this.access.to(manager, id);
    return toRealmBody(await this.overviews.of(realm));
  }

  @Put(':id')
  @Exchanges({
    summary: 'Changes a realm; without `secret` it has the default key from then on',
    body: { description: 'The shop', secret: 'a-secret-of-the-shop', tokenValiditySeconds: 3600 },
    refusals: { 404: NO_REALM },
  })
  async update(@CurrentManager() manager: Manager, @Param('id') id: string, @Body() body: unknown): Promise<void> {
    await this.writes.update(await this.access.to(manager, id), toRealmUpdate(body));
  }

  /** For those who may make realms, as in the admin API: a `realm-admin` changes its realm and does not end it. */
  @Delete(':id')
  @Exchanges({ summary: 'Deletes a realm with everything in it', refusals: { 404: NO_REALM } })
  async delete(@CurrentManager() manager: Manager, @Param('id') id: string): Promise<void> {
    await this.access.toAll(manager);
    await this.writes.delete(await this.access.to(manager, id));
  }
}

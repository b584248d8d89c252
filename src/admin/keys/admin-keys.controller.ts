import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../database/page.js';
import { KeysService } from '../../keys/keys.service.js';
import type { KeyView } from '../../keys/key.types.js';
import type { Realm } from '../../realms/realm.types.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, CreatesPage, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { locate } from '../conventions/location.js';
import { toText, toTextOrNull } from '../conventions/times.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { KeyDto } from './key.dto.js';

const toKeyDto = ({ createdAt, retiredAt, servedUntil, ...key }: KeyView): KeyDto => ({
  ...key,
  createdAt: toText(createdAt),
  retiredAt: toTextOrNull(retiredAt),
  servedUntil: toTextOrNull(servedUntil),
});

@AdminController('realms/:realm/keys', 'keys')
export class AdminKeysController {
  constructor(
    private readonly keys: KeysService,
    private readonly writes: ManagementWrites,
  ) {}

  /** A realm has a handful of keys: they make one page. */
  @Get()
  @ReadsPage(KeyDto)
  list(@CurrentAdmin() { realm }: ManagementRequest): Promise<Page<KeyDto>> {
    return this.page(realm);
  }

  /** Answers with the keys as they are now, also when another node rotated at the same moment. */
  @Post('rotate')
  @CreatesPage(KeyDto)
  async rotate(
    @CurrentAdmin() admin: ManagementRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<KeyDto>> {
    const { realm } = admin;
    const write = { type: 'admin.keys.rotated', target: realm.name } as const;
    await this.keys.rotate(realm, () => this.writes.record(admin, write));
    locate(reply, 'realms', realm.name, 'keys');
    return this.page(realm);
  }

  private async page(realm: Realm): Promise<Page<KeyDto>> {
    return { items: (await this.keys.list(realm)).map(toKeyDto), nextCursor: null };
  }
}

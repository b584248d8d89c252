import { Controller, Get, Module, UseGuards, type Type } from '@nestjs/common';
import { AppModule } from '../../../src/app.module.js';
import { createHttpServer } from '../../../src/http/http-server.js';
import { CurrentRealm } from '../../../src/realms/current-realm.decorator.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { BearerGuard } from '../../../src/tokens/bearer.guard.js';
import { CurrentToken } from '../../../src/tokens/current-token.decorator.js';
import { InRealm } from '../../../src/tokens/in-realm.decorator.js';
import { RequireRoles } from '../../../src/tokens/require-roles.decorator.js';
import { RequireScopes } from '../../../src/tokens/require-scopes.decorator.js';
import type { LiveToken } from '../../../src/tokens/token.types.js';
import { TokensModule } from '../../../src/tokens/tokens.module.js';
import { capturedLog } from '../../support/captured-log.js';
import { freshDatabase } from '../../support/database.js';
import type { Domain } from '../../support/domain.js';
import { testSettings } from '../../support/settings.js';
import type { TestClock } from '../../support/test-clock.js';
import { Clock } from '../../../src/kernel/clock.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { ScopesService } from '../../../src/scopes/scopes.service.js';

/** A module of a team that extends the server, as docs/protecting-an-api.md shows it. */
@Controller('realms/:realm/reports')
@UseGuards(BearerGuard)
class ReportsController {
  @Get()
  list(@CurrentRealm() realm: Realm, @CurrentToken() token: LiveToken): object {
    return { realm: realm.name, subject: token.subject };
  }

  @Get('secret')
  @RequireScopes('reports:read', 'openid')
  @RequireRoles('analyst')
  secret(): object {
    return { secret: true };
  }
}

@Controller('fixed')
@UseGuards(BearerGuard)
@InRealm('acme')
@RequireScopes('reports:read')
class FixedController {
  @Get()
  show(@CurrentToken() { subject }: LiveToken): object {
    return { subject };
  }
}

export interface ReportsApp extends Domain {
  call(path: string, headers?: Record<string, string>): Promise<Response>;
}

export async function startReportsApp(): Promise<ReportsApp> {
  const database = await freshDatabase();
  const settings = testSettings({
    DATABASE_URL: database.url,
    BOOTSTRAP_ADMIN_CLIENT_SECRET: 'bootstrap-secret-of-the-test-server',
  });
  @Module({
    imports: [AppModule.forRoot(settings), TokensModule],
    controllers: [ReportsController, FixedController],
  })
  class ReportsModule {}
  const server = await createHttpServer(ReportsModule, settings, capturedLog([]));
  const url = await server.listen();
  const get = <T>(type: abstract new (...args: never[]) => T): T => server.app.get(type as Type<T>, { strict: false });
  return {
    url,
    get,
    clock: get(Clock) as TestClock,
    realm: async (name, changes) => {
      const realm = await get(RealmsService).create(name, changes);
      await get(ScopesService).provision(realm);
      return realm;
    },
    call: (path, headers = {}) => fetch(url + path, { headers }),
    close: async () => {
      await server.stop();
      await database.drop();
    },
  };
}

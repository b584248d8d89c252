import {
  Body,
  Controller,
  type DynamicModule,
  Get,
  HttpCode,
  Injectable,
  Module,
  Param,
  Post,
  Put,
  UseGuards,
} from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { IsString, Length, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { DomainError } from '../../../src/kernel/domain-error.js';
import { OAuthError } from '../../../src/protocol/oauth-error.js';
import { AllowedOrigins } from '../../../src/http/cors.js';
import { CrossOrigin } from '../../../src/http/cross-origin.decorator.js';
import { createLog, type Log } from '../../../src/http/log.js';
import { formParameters } from '../../../src/http/form-body.js';
import { createHttpServer, type HttpServer } from '../../../src/http/http-server.js';
import { NoStore } from '../../../src/http/no-store.decorator.js';
import { OAuthErrors } from '../../../src/http/oauth-errors.decorator.js';
import { createValidationPipe } from '../../../src/http/validation.pipe.js';
import { MetricsModule } from '../../../src/metrics/metrics.module.js';
import { testSettings } from '../../support/settings.js';

/** Held by the test that wants a request to be under way. */
export const gate = { wait: Promise.resolve() };

class Inner {
  @IsString()
  name: string;
}

class Outer {
  @Length(1, 5)
  title: string;

  @ValidateNested({ each: true })
  @Type(() => Inner)
  parts: Inner[];
}

@Injectable()
class Locked implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['x-let-me'] === 'in';
  }
}

const THROWN: Record<string, () => Error> = {
  conflict: () => DomainError.conflict('It is taken.'),
  stale: () => new DomainError('stale', 'It has changed.'),
  too_many: () => new DomainError('too_many', 'Slow down.', { retryAfter: 7 }),
  unauthenticated: () => new DomainError('unauthenticated', 'Who are you?'),
  invalid_client: () =>
    new OAuthError('invalid_client', '', { challenges: ['Basic realm="demo"'], detail: 'secret cause' }),
  unforeseen: () => new Error('table tokens holds rga_secret'),
};

const fail = (name: string): never => {
  throw (THROWN[name] ?? THROWN['unforeseen']!)();
};

@Controller('realms/:realm')
@OAuthErrors()
@NoStore()
class ProtocolController {
  @Post('token')
  @HttpCode(200)
  @CrossOrigin()
  token(@Body() body: unknown): object {
    return { pairs: formParameters(body) };
  }

  @Get('fail/:name')
  fail(@Param('name') name: string): never {
    return fail(name);
  }
}

@Controller('things')
class ThingsController {
  @Put()
  put(@Body(createValidationPipe()) body: Outer): object {
    return body;
  }

  @Get('slow')
  async slow(): Promise<object> {
    await gate.wait;
    return { done: true };
  }

  @Get('locked')
  @UseGuards(Locked)
  locked(): object {
    return { open: true };
  }

  @Get('fail/:name')
  fail(@Param('name') name: string): never {
    return fail(name);
  }

  @Get(':id')
  get(@Param('id') id: string): object {
    return { id };
  }
}

class DemoOrigins extends AllowedOrigins {
  allows(realm: string, origin: string): Promise<boolean> {
    if (realm !== 'demo') throw DomainError.notFound('The realm');
    return Promise.resolve(origin === 'https://app.example.com');
  }
}

@Module({})
class SampleModule {
  static forRoot(): DynamicModule {
    return {
      module: SampleModule,
      imports: [MetricsModule],
      controllers: [ProtocolController, ThingsController],
      providers: [{ provide: AllowedOrigins, useClass: DemoOrigins }],
    };
  }
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

export interface Sample {
  readonly server: HttpServer;
  readonly url: string;
  readonly lines: LogLine[];
}

export async function startSample(env: Record<string, string> = {}): Promise<Sample> {
  const lines: LogLine[] = [];
  const settings = testSettings(env);
  const server = await createHttpServer(SampleModule.forRoot(), settings, capturing(lines));
  return { server, url: await server.listen(), lines };
}

function capturing(lines: LogLine[]): Log {
  const keep = (level: string) => (fields: object, message: string) => {
    if (level !== 'debug') lines.push({ level, message, fields: fields as Record<string, unknown> });
  };
  return Object.assign(createLog('silent'), {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    fatal: keep('fatal'),
  });
}

import { Controller, Delete, Get, Header, Patch, Put, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';

const POST_ONLY = [
  ENDPOINTS.token,
  ENDPOINTS.introspection,
  ENDPOINTS.revocation,
  ENDPOINTS.pushedAuthorization,
  ENDPOINTS.deviceAuthorization,
];

/** Says why a request with another method than POST is refused (RFC 6749 section 3.2). */
@Controller(ISSUER_ROUTE)
@UseGuards(RealmGuard)
@OAuthErrors()
@ApiExcludeController()
export class PostOnlyController {
  @Get(POST_ONLY)
  @Header('Allow', 'POST')
  get(): never {
    return refuse();
  }

  @Put(POST_ONLY)
  @Header('Allow', 'POST')
  put(): never {
    return refuse();
  }

  @Patch(POST_ONLY)
  @Header('Allow', 'POST')
  patch(): never {
    return refuse();
  }

  @Delete(POST_ONLY)
  @Header('Allow', 'POST')
  delete(): never {
    return refuse();
  }
}

function refuse(): never {
  throw invalidRequest('This endpoint takes POST alone.', { status: 405 });
}

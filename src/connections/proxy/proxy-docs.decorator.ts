import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { problemWith } from '../problem-docs.decorator.js';

/** The API reference groups what is done with connections. */
const TAG = 'connections: use';

const refusal = problemWith({
  connect_url: { type: 'string', description: 'Where the owner of the connection can authorize it.' },
});

/** What every use of a connection may be refused with. */
export const UseDocs = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiTags(TAG),
    ApiBearerAuth(),
    ApiParam({ name: 'realm', type: String }),
    refusal(401, 'No token, or one that is not live.'),
    refusal(403, 'The token lacks the scope.'),
    refusal(404, '`connection_not_found`: there is none of that id, or it is somebody else’s.'),
    refusal(424, '`reauth_required`: only its owner can bring the connection back. `provider_config_error`.'),
    refusal(429, '`rate_limited`'),
    refusal(502, '`provider_error`'),
    refusal(503, '`refresh_in_progress`'),
    refusal(504, '`provider_timeout`'),
  );

export const ProxyDocs = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Calls the API of the connected service; what follows `/proxy/` is the path below its base URL',
    }),
    ApiParam({ name: 'path', type: String, description: 'Below the base URL of the config.' }),
    ApiResponse({ status: 200, description: 'What the service answered; its status is in `X-Upstream-Status` too.' }),
  );

import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';

const CLIENT = {
  client_name: 'Orders',
  redirect_uris: ['https://orders.example.com/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks_uri: 'https://orders.example.com/jwks',
};

/** What the API reference says of dynamic registration: its members are read from the raw body and not from a DTO. */
export function RegistrationDocs(summary: string, status: 200 | 201 | 204): MethodDecorator {
  const schema = { type: 'object', example: { client_id: 'Yd8kR2mVq0Lx4TzPb6Ns3WcE', ...CLIENT } };
  return applyDecorators(
    ApiTags('OAuth 2.0'),
    ApiOperation({ summary }),
    ApiBearerAuth(),
    ...(status === 201 ? [ApiBody({ schema: { type: 'object', example: CLIENT } })] : []),
    ApiResponse({ status, ...(status !== 204 && { schema }), description: 'By the wire names of RFC 7591.' }),
    ApiResponse({ status: 401, description: 'The token is missing, or not the one of this registration.' }),
  );
}

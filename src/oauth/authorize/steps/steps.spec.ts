import type { ClientsService } from '../../../clients/clients.service.js';
import type { RawParameters } from '../../../protocol/parameters.js';
import { newClient } from '../../../../test/support/client.builder.js';
import { Draft } from '../draft.js';
import { REALM, draft, errorOf, wantedBy } from '../../../../test/support/admission.js';
import { FormPostMode } from '../../response-modes/form-post.mode.js';
import { QueryMode } from '../../response-modes/query.mode.js';
import { ClaimsStep } from './claims.step.js';
import { ClientStep } from './client.step.js';
import { DetailsStep } from './details.step.js';
import { GrantTypeStep } from './grant-type.step.js';
import { MaxAgeStep } from './max-age.step.js';
import { PromptStep } from './prompt.step.js';
import { RegistrationStep } from './registration.step.js';
import { ResourceStep } from './resource.step.js';
import { ResponseModeStep } from './response-mode.step.js';
import { ResponseTypeStep } from './response-type.step.js';
import { ScopeStep } from './scope.step.js';
import { ParametersStep } from './parameters.step.js';

describe('ClientStep', () => {
  const known = newClient({ clientId: 'app' });
  const clients = {
    find: async (_realm: unknown, id: string) =>
      ({ app: known, off: { ...known, enabled: false } })[id as 'app' | 'off'] ?? null,
  } as unknown as ClientsService;

  it('finds the client', async () => {
    expect((await new ClientStep(clients).admit(Draft.of(REALM, [['client_id', 'app']]))).client).toBe(known);
  });

  it.each([
    ['a missing', []],
    ['an empty', [['client_id', '']]],
    [
      'a repeated',
      [
        ['client_id', 'app'],
        ['client_id', 'app'],
      ],
    ],
    ['an unknown', [['client_id', 'other']]],
    ['a disabled', [['client_id', 'off']]],
  ] as [string, RawParameters][])('refuses %s client', async (_what, raw) => {
    expect(await errorOf(new ClientStep(clients), Draft.of(REALM, raw))).toBe('invalid_request');
  });
});

describe('ResponseModeStep', () => {
  const modes = new Map([new QueryMode(), new FormPostMode()].map((mode) => [mode.name, mode]));
  const step = new ResponseModeStep(modes);

  it('has errors travel as it is asked from there on', () => {
    expect(step.admit(draft([['response_mode', 'form_post']])).target?.responseMode).toBe('form_post');
    expect(step.admit(draft([])).target?.responseMode).toBe('query');
  });

  it('req 14: refuses a mode that is not known', async () => {
    expect(await errorOf(step, draft([['response_mode', 'web_message']]))).toBe('invalid_request');
  });
});

describe('ParametersStep', () => {
  it('req 11: refuses what is repeated, but for resource', async () => {
    const begun = (raw: RawParameters) => Draft.of(REALM, raw);
    expect(
      await errorOf(
        new ParametersStep(),
        begun([
          ['scope', 'a'],
          ['scope', 'a'],
        ]),
      ),
    ).toBe('invalid_request');
    expect(
      await errorOf(
        new ParametersStep(),
        begun([
          ['resource', 'a'],
          ['resource', 'b'],
        ]),
      ),
    ).toBe('none');
  });
});

describe('ResponseTypeStep', () => {
  it.each(['token', 'id_token', 'code token', 'code id_token', 'id_token code', 'none', 'CODE'])(
    'req 14: does not know %s',
    async (type) => {
      const error = await errorOf(new ResponseTypeStep(), draft([['response_type', type]]));
      expect(error).toBe('unsupported_response_type');
    },
  );

  it('is asked for, and knows code', async () => {
    expect(await errorOf(new ResponseTypeStep(), draft([['response_type', 'code']]))).toBe('none');
    expect(await errorOf(new ResponseTypeStep(), draft([]))).toBe('invalid_request');
  });
});

describe('GrantTypeStep', () => {
  it('req 14: gives no code to a client that has not the grant', async () => {
    expect(await errorOf(new GrantTypeStep(), draft([], { grantTypes: ['refresh_token'] }))).toBe(
      'unauthorized_client',
    );
    expect(await errorOf(new GrantTypeStep(), draft([], { grantTypes: ['authorization_code'] }))).toBe('none');
  });
});

describe('RegistrationStep', () => {
  it('refuses a client that describes itself', async () => {
    expect(await errorOf(new RegistrationStep(), draft([['registration', '{}']]))).toBe('registration_not_supported');
  });
});

describe('ScopeStep and ResourceStep', () => {
  const client = { scopes: ['openid', 'profile'], defaultScopes: ['openid'], resources: ['https://api.example'] };

  it('req 51: refuse what the client is not registered for', async () => {
    expect(await errorOf(new ScopeStep(), draft([['scope', 'openid email']], client))).toBe('invalid_scope');
    expect(await errorOf(new ResourceStep(), draft([['resource', 'https://other.example']], client))).toBe(
      'invalid_target',
    );
  });

  it('keep what it asks for, or its defaults', async () => {
    expect((await wantedBy(new ScopeStep(), [['scope', 'profile']], client)).scope).toEqual(['profile']);
    expect((await wantedBy(new ScopeStep(), [], client)).scope).toEqual(['openid']);
    const { resources } = await wantedBy(new ResourceStep(), [['resource', 'https://api.example']], client);
    expect(resources).toEqual(['https://api.example']);
  });
});

describe('PromptStep', () => {
  it.each(['none login', 'sometimes', 'LOGIN'])('refuses %s', async (prompt) => {
    expect(await errorOf(new PromptStep(), draft([['prompt', prompt]]))).toBe('invalid_request');
  });

  it('keeps each value once', async () => {
    expect((await wantedBy(new PromptStep(), [['prompt', 'login consent  login']])).prompt).toEqual([
      'login',
      'consent',
    ]);
  });
});

describe('MaxAgeStep', () => {
  it.each(['-1', '1.5', 'soon', '1e3', '99999999999'])('refuses %s', async (age) => {
    expect(await errorOf(new MaxAgeStep(), draft([['max_age', age]]))).toBe('invalid_request');
  });

  it('keeps what is asked, or what the client is registered with', async () => {
    expect((await wantedBy(new MaxAgeStep(), [['max_age', '0']], { defaultMaxAge: 60 })).maxAge).toBe(0);
    expect((await wantedBy(new MaxAgeStep(), [], { defaultMaxAge: 60 })).maxAge).toBe(60);
    expect((await wantedBy(new MaxAgeStep(), [])).maxAge).toBeNull();
  });
});

describe('ClaimsStep and DetailsStep', () => {
  it('keep what is passed on', async () => {
    const claims = '{"id_token":{"email":null}}';
    expect((await wantedBy(new ClaimsStep(), [['claims', claims]])).claims).toEqual(JSON.parse(claims));
    const sent: RawParameters = [
      ['nonce', 'n'],
      ['login_hint', 'ada'],
      ['acr_values', 'a b'],
      ['ui_locales', 'es de'],
      ['display', 'page'],
    ];
    expect(await wantedBy(new DetailsStep(), sent)).toMatchObject({
      nonce: 'n',
      loginHint: 'ada',
      acrValues: ['a', 'b'],
      uiLocales: ['es', 'de'],
      display: 'page',
    });
  });

  it('refuse claims that are none', async () => {
    expect(await errorOf(new ClaimsStep(), draft([['claims', '[]']]))).toBe('invalid_request');
  });
});

import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { ConfigViews } from '../../../../src/connections/configs/config-views.service.js';
import { ConfigsModule } from '../../../../src/connections/configs/configs.module.js';
import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import { type Domain, freshDomain } from '../../../support/domain.js';

describe('the view of several configs', () => {
  let domain: Domain;

  beforeAll(async () => {
    domain = await freshDomain({ modules: [ConfigsModule] });
  });
  afterAll(() => domain.close());

  it('is that of each, and reads what their app adds to them once', async () => {
    const realm = await domain.realm('acme');
    const app = await domain.get(AppsService).create(realm, { name: 'Acme CRM' }, 'console');
    const urls = { linkUrl: 'https://crm.example/authorize', tokenUrl: 'https://crm.example/token' };
    const create = (name: string, clientSecret: string | null) =>
      domain.get(ConfigsService).create(realm, app.id, { ...urls, name, clientId: 'id-1', clientSecret });
    const configs = [await create('One', 'a-long-client-secret'), await create('Other', null)];
    const views = domain.get(ConfigViews);
    const each = [await views.view(realm, configs[0]!), await views.view(realm, configs[1]!)];
    const settings = jest.spyOn(domain.get(AppSettings), 'ofApp');
    expect(await views.viewAll(realm, app.id, configs)).toEqual(each);
    expect(settings).toHaveBeenCalledTimes(1);
    expect(each.map(({ clientSecret }) => clientSecret)).toEqual([
      { set: true, last4: 'cret' },
      { set: false, last4: null },
    ]);
  });
});

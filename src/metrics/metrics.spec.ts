import { Metrics } from './metrics.js';

describe('metrics', () => {
  it('counts requests by method, route and status, tokens by grant, and batches by size', async () => {
    const metrics = new Metrics();
    metrics.request('POST', '/realms/:realm/oauth/token', 200, 0.004);
    metrics.request('POST', '/realms/:realm/oauth/token', 200, 0.3);
    metrics.tokenIssued('client_credentials');
    metrics.batch('group_commit', 12);
    const text = await metrics.text();
    expect(text).toContain(
      'realmgate_http_requests_total{method="POST",route="/realms/:realm/oauth/token",status="200"} 2',
    );
    expect(text).toContain(
      'realmgate_http_request_seconds_bucket{le="0.005",method="POST",route="/realms/:realm/oauth/token"} 1',
    );
    expect(text).toContain('realmgate_tokens_issued_total{grant_type="client_credentials"} 1');
    expect(text).toContain('realmgate_batch_size_bucket{le="16",batch="group_commit"} 1');
  });

  it('shows numbers by their state as they are at the time', async () => {
    const metrics = new Metrics();
    let waiting = 0;
    metrics.states('realmgate_database_pool', 'Connections.', () => ({ open: 3, waiting }));
    waiting = 7;
    const text = await metrics.text();
    expect(text).toContain('realmgate_database_pool{state="open"} 3');
    expect(text).toContain('realmgate_database_pool{state="waiting"} 7');
  });
});

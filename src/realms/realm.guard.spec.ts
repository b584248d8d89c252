import type { ExecutionContext } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { RealmGuard, type RealmRequest } from './realm.guard.js';
import type { Realm } from './realm.types.js';
import type { RealmsService } from './realms.service.js';

const DEMO = { id: '01900000-0000-7000-8000-000000000001', name: 'demo', enabled: true } as Realm;
const realms = {
  getEnabled: async (name: string) => {
    if (name === 'demo') return DEMO;
    throw DomainError.notFound('The realm');
  },
} as RealmsService;

const contextOf = (request: object): ExecutionContext =>
  ({ switchToHttp: () => ({ getRequest: () => request }) }) as ExecutionContext;

describe('the realm guard', () => {
  it('hands the realm of the path to the request', async () => {
    const request = { params: { realm: 'demo' } } as unknown as RealmRequest;
    await expect(new RealmGuard(realms).canActivate(contextOf(request))).resolves.toBe(true);
    expect(request.realm).toBe(DEMO);
  });

  it('refuses a path whose realm is not found', async () => {
    const request = { params: { realm: 'other' } } as unknown as RealmRequest;
    await expect(new RealmGuard(realms).canActivate(contextOf(request))).rejects.toThrow('The realm does not exist.');
    expect(request.realm).toBeUndefined();
  });
});

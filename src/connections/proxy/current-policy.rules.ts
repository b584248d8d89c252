import { TOKEN_RELEASES, type ConnectionConfig, type ProxyRule, type TokenRelease } from '../configs/config.types.js';

/**
 * A config in the version that a connection goes by, allowing no more than the current version does: what an administrator
 * takes back holds at once, also for connections that stayed with an earlier version.
 */
export const underCurrentPolicy = (config: ConnectionConfig, current: ConnectionConfig): ConnectionConfig => ({
  ...config,
  tokenRelease: narrower(config.tokenRelease, current.tokenRelease),
  proxy: config.proxy && current.proxy && narrowed(config.proxy, current.proxy),
});

const narrower = (one: TokenRelease, other: TokenRelease): TokenRelease =>
  TOKEN_RELEASES.indexOf(one) < TOKEN_RELEASES.indexOf(other) ? one : other;

/** Null where no method is allowed by both: an empty list would allow every one. */
function narrowed(proxy: ProxyRule, current: ProxyRule): ProxyRule | null {
  const allowedHosts = proxy.allowedHosts.filter((host) => current.allowedHosts.includes(host));
  const [own, others] = [proxy.allowedMethods, current.allowedMethods];
  if (own.length === 0 || others.length === 0) return { ...proxy, allowedHosts, allowedMethods: [...own, ...others] };
  const allowedMethods = own.filter((method) => others.includes(method));
  return allowedMethods.length === 0 ? null : { ...proxy, allowedHosts, allowedMethods };
}

import type { ConnectionApp } from '../../../connections/apps/app.types.js';
import { toText } from '../../conventions/times.js';
import type { AppDto, AppOriginDto } from './app.dto.js';

/** @param versions what the catalogue has now, by slug */
export const toAppDto = (app: ConnectionApp, versions: ReadonlyMap<string, string>): AppDto => ({
  ...app,
  origin: app.origin && toOriginDto(app.origin, versions.get(app.origin.slug)),
  createdAt: toText(app.createdAt),
  updatedAt: toText(app.updatedAt),
});

const toOriginDto = (
  { slug, version }: NonNullable<ConnectionApp['origin']>,
  latest: string | undefined,
): AppOriginDto => ({ slug, version, updateAvailable: latest !== undefined && latest !== version });

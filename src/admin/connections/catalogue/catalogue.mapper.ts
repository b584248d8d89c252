import type { AppCopy, CatalogueEntry } from '../../../connections/catalogue/catalogue.types.js';
import { toAppDto } from '../apps/app.mapper.js';
import { toInstallationDto } from '../apps/installation.mapper.js';
import type { CatalogueAppDto, CopyDto } from './catalogue.dto.js';

export const toCatalogueAppDto = ({ slug, version, blueprint, hosts, faults }: CatalogueEntry): CatalogueAppDto => ({
  slug,
  ...blueprint.app,
  version,
  settings: blueprint.settings.map(({ name, level, kind, required, prompt, help }) => {
    return { name, level, kind, required, prompt, help };
  }),
  configs: blueprint.configs.map(({ name, definition }) => {
    return { name, hosts: [...(hosts[name] ?? [])], scopes: [...definition.scopes] };
  }),
  faults: [...faults],
});

/** @param versions what the catalogue has now, by slug */
export const toCopyDto = (
  { app, installation, configs, missing }: AppCopy,
  versions: ReadonlyMap<string, string>,
): CopyDto => ({
  app: toAppDto(app, versions),
  installation: installation && toInstallationDto(installation),
  configs: configs.map(({ config: { id, name, status }, callbackUrl, lint }) => {
    return { id, name, status, callbackUrl, lint: [...lint] };
  }),
  missing: missing.map(({ name }) => name),
});

import type { Installation } from '../../../connections/apps/app.types.js';
import { toText } from '../../conventions/times.js';
import type { InstallationDto } from './installation.dto.js';

export const toInstallationDto = ({ createdAt, ...installation }: Installation): InstallationDto => ({
  ...installation,
  createdAt: toText(createdAt),
});

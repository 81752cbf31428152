import { http } from '../../core/api';
import type { ImportJob } from './types';

export const integrationsApi = {
  job: (uuid: string) => http.get<ImportJob>(`/api/v1/imports/${uuid}`),
  /** Runs an import again that an error on our side stopped. */
  retry: (uuid: string) => http.post<ImportJob>(`/api/v1/imports/${uuid}/retry`),
};

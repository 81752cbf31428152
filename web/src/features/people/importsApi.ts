import { http, sendWithProgress } from '../../core/api';
import type { PeopleImport, PeopleImportChoices, PeopleImportOptions } from './importTypes';

const one = (uuid: string): string => `/api/v1/people-imports/${uuid}`;

export const importsApi = {
  check: (uuid: string, options: PeopleImportOptions) => http.post<PeopleImport>(`${one(uuid)}/check`, options),
  start: (uuid: string) => http.post<PeopleImport>(`${one(uuid)}/start`),
  cancel: (uuid: string) => http.post<PeopleImport>(`${one(uuid)}/cancel`),
  changeSettings: (changes: { are_passwords_allowed?: boolean; mails_per_minute?: number }) => http.put<PeopleImportChoices>('/api/v1/people-import-choices', changes),
};

/** Sends a file of people and tells the share that has gone (0 to 1). Throws `Problem`. */
export function uploadPeople(file: File, onProgress: (share: number) => void): Promise<PeopleImport> {
  const form = new FormData();
  form.append('file', file);
  return sendWithProgress<PeopleImport>('/api/v1/people-imports', form, { onLoaded: (bytes, of) => onProgress(bytes / of) });
}

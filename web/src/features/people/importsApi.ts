import { http, Problem, problemFromResponse } from '../../core/api';
import type { PeopleImport, PeopleImportChoices, PeopleImportOptions } from './importTypes';

const one = (uuid: string): string => `/api/v1/people-imports/${uuid}`;

export const importsApi = {
  check: (uuid: string, options: PeopleImportOptions) => http.post<PeopleImport>(`${one(uuid)}/check`, options),
  start: (uuid: string) => http.post<PeopleImport>(`${one(uuid)}/start`),
  cancel: (uuid: string) => http.post<PeopleImport>(`${one(uuid)}/cancel`),
  changeSettings: (changes: { are_passwords_allowed?: boolean; mails_per_minute?: number }) => http.put<PeopleImportChoices>('/api/v1/people-import-choices', changes),
};

function token(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/** Sends a file of people and tells how much has gone; `fetch` cannot tell that. Throws `Problem`. */
export async function uploadPeople(file: File, onProgress: (share: number) => void): Promise<PeopleImport> {
  const form = new FormData();
  form.append('file', file);
  const request = new XMLHttpRequest();
  request.open('POST', '/api/v1/people-imports');
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', token());
  request.upload.onprogress = event => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
  await new Promise<void>((resolve) => {
    request.onloadend = () => resolve();
    request.send(form);
  });
  if (request.status === 0)
    throw new Problem({ status: 0, code: 'offline', title: 'The server cannot be reached.' });
  if (request.status >= 400) {
    const headers = { 'Content-Type': request.getResponseHeader('Content-Type') ?? '', 'X-Request-Id': request.getResponseHeader('X-Request-Id') ?? '' };
    throw await problemFromResponse(new Response(request.responseText, { status: request.status, headers }));
  }
  return JSON.parse(request.responseText) as PeopleImport;
}

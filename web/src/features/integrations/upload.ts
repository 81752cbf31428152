import { Problem, problemFromResponse } from '../../core/api';
import { ImportDuplicate } from './ImportDuplicate';
import type { ImportJob } from './types';

export interface UploadOptions { isDryRun: boolean; isCopyWanted: boolean; onProgress: (share: number) => void }

function token(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/** Sends a course package and tells how much has gone; `fetch` cannot tell that. Throws `Problem`. */
export async function uploadPackage(file: File, options: UploadOptions): Promise<ImportJob> {
  const form = new FormData();
  form.append('file', file);
  form.append('is_dry_run', String(options.isDryRun));
  form.append('is_copy_wanted', String(options.isCopyWanted));
  const request = new XMLHttpRequest();
  request.open('POST', '/api/v1/imports');
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', token());
  request.upload.onprogress = event => options.onProgress(event.lengthComputable ? event.loaded / event.total : 0);
  await new Promise<void>((resolve) => {
    request.onloadend = () => resolve();
    request.send(form);
  });
  if (request.status === 0)
    throw new Problem({ status: 0, code: 'offline', title: 'The server cannot be reached.' });
  if (request.status >= 400)
    throw await problemOf(request);
  return JSON.parse(request.responseText) as ImportJob;
}

async function problemOf(request: XMLHttpRequest): Promise<Problem> {
  const headers = { 'Content-Type': request.getResponseHeader('Content-Type') ?? '', 'X-Request-Id': request.getResponseHeader('X-Request-Id') ?? '' };
  const problem = await problemFromResponse(new Response(request.responseText, { status: request.status, headers }));
  return problem.code === 'import-duplicate' ? new ImportDuplicate(problem, JSON.parse(request.responseText)) : problem;
}

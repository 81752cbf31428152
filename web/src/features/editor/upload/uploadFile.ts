import { Problem, problemFromResponse, type Schemas } from '../../../core/api';

export type UploadedFile = Schemas['File'];

function token(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/** Sends one file, telling the share that has gone (0 to 1). Throws `Problem`; null after `signal` was given. */
export async function uploadFile(file: File, signal: AbortSignal, onProgress: (share: number) => void): Promise<UploadedFile | null> {
  const form = new FormData();
  form.append('file', file);
  const request = new XMLHttpRequest();
  request.open('POST', '/api/v1/files');
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', token());
  request.upload.onprogress = event => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
  signal.addEventListener('abort', () => request.abort());
  await new Promise<void>((resolve) => {
    request.onloadend = () => resolve();
    request.send(form);
  });
  if (signal.aborted)
    return null;
  if (request.status === 0)
    throw new Problem({ status: 0, code: 'offline', title: 'The server cannot be reached.' });
  if (request.status >= 400) {
    const headers = { 'Content-Type': request.getResponseHeader('Content-Type') ?? '', 'X-Request-Id': request.getResponseHeader('X-Request-Id') ?? '' };
    throw await problemFromResponse(new Response(request.responseText, { status: request.status, headers }));
  }
  return JSON.parse(request.responseText) as UploadedFile;
}

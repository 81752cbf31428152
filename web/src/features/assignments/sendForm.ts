import { Problem, problemFromResponse } from '../../core/api';

function token(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/** Posts a form with files and tells how much has gone; `fetch` cannot tell it. Throws `Problem`. */
export async function sendForm<T>(url: string, form: FormData, onProgress: (percent: number) => void): Promise<T> {
  const request = new XMLHttpRequest();
  request.open('POST', url);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', token());
  request.upload.onprogress = event => onProgress(event.loaded / Math.max(1, event.total) * 100);
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
  return JSON.parse(request.responseText) as T;
}

import { sendWithProgress, type Schemas } from '../../../core/api';

export type UploadedFile = Schemas['File'];

/** Sends one file, telling the share that has gone (0 to 1). Throws `Problem`; null after `signal` was given. */
export async function uploadFile(file: File, signal: AbortSignal, onProgress: (share: number) => void): Promise<UploadedFile | null> {
  const form = new FormData();
  form.append('file', file);
  try {
    return await sendWithProgress<UploadedFile>('/api/v1/files', form, { signal, onLoaded: (bytes, of) => onProgress(bytes / of) });
  }
  catch (error) {
    if (signal.aborted)
      return null;
    throw error;
  }
}

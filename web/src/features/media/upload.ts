import { Problem, http, sendWithProgress, type Schemas } from '../../core/api';
import type { PickedFile } from './types';

type Stored = Schemas['File'];
type Announced = Schemas['PieceUpload'];
export interface UploadOptions { courseSlug?: string; onProgress?: (percent: number) => void; signal?: AbortSignal }

/** From this size on a file travels in pieces, so that a break costs one piece and not the whole. */
export const WHOLE_UP_TO_BYTES = 8_000_000;
const TRIES = 5;
const PAUSE_MS = 1500;

/** Stores a file and tells how much has gone. Throws `Problem`; `signal` gives it up. */
export async function uploadFile(file: File, options: UploadOptions = {}): Promise<PickedFile> {
  return file.size > WHOLE_UP_TO_BYTES ? uploadInPieces(file, options) : uploadWhole(file, options);
}

function uploadWhole(file: File, options: UploadOptions): Promise<Stored> {
  const form = new FormData();
  form.append('file', file);
  if (options.courseSlug)
    form.append('course', options.courseSlug);
  return sendWithProgress<Stored>('/api/v1/files', form, { signal: options.signal, onLoaded: bytes => options.onProgress?.(bytes / Math.max(1, file.size) * 100) });
}

/** Replaces the content of a file under its uses. */
export function replaceFile(uuid: string, file: File, onProgress?: (percent: number) => void): Promise<Schemas['FileHistory']> {
  const form = new FormData();
  form.append('file', file);
  return sendWithProgress(`/api/v1/files/${uuid}/content`, form, { method: 'PUT', onLoaded: bytes => onProgress?.(bytes / Math.max(1, file.size) * 100) });
}

async function uploadInPieces(file: File, options: UploadOptions): Promise<Stored> {
  const upload = await http.post<Announced>('/api/v1/files/uploads', { name: file.name, size_bytes: file.size, course: options.courseSlug });
  const path = `/api/v1/files/uploads/${upload.uuid}`;
  try {
    let at = upload.received_bytes;
    while (at < file.size)
      at = await sendPiece(path, file, at, upload.piece_bytes, options);
    return await http.post<Stored>(`${path}/finish`);
  }
  catch (error) {
    if (options.signal?.aborted)
      await http.delete(path).catch(() => undefined);
    throw error;
  }
}

/** Sends the piece at `start`; after a break it asks how far the server came and tries again. Answers where to go on. */
async function sendPiece(path: string, file: File, start: number, size: number, options: UploadOptions): Promise<number> {
  let at = start;
  for (let tries = 1; ; tries++) {
    try {
      const from = at;
      const piece = file.slice(from, from + size);
      const now = await sendWithProgress<Announced>(`${path}/pieces/${from}`, piece, { method: 'PUT', signal: options.signal, onLoaded: bytes => options.onProgress?.((from + bytes) / file.size * 100) });
      return now.received_bytes;
    }
    catch (error) {
      if (!(error instanceof Problem) || options.signal?.aborted || tries >= TRIES || !isWorthAnotherTry(error))
        throw error;
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS * tries));
      at = (await http.get<Announced>(path).catch(() => ({ received_bytes: at }))).received_bytes;
      if (at > start)
        return at;
    }
  }
}

function isWorthAnotherTry(problem: Problem): boolean {
  return problem.isOffline || problem.status >= 500 || ['upload-out-of-step', 'upload-cut-off'].includes(problem.code);
}

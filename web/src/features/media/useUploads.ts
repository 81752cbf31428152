import { computed, onScopeDispose, ref } from 'vue';
import { Problem } from '../../core/api';
import type { PickedFile } from './types';
import { uploadFile } from './upload';

export interface Upload {
  id: number;
  name: string;
  percent: number;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  problem: Problem | null;
}

let last = 0;

/** Uploads one after the other, each with its progress; a failed one can be tried again. `onStored` gets every file. */
export function useUploads(courseSlug: () => string | undefined, onStored: (file: PickedFile) => void) {
  const uploads = ref<Upload[]>([]);
  const files = new Map<number, File>();
  const aborts = new Map<number, AbortController>();
  const isBusy = computed(() => uploads.value.some(one => one.state === 'waiting' || one.state === 'sending'));

  function add(chosen: Iterable<File>): void {
    for (const file of chosen) {
      const id = ++last;
      files.set(id, file);
      uploads.value = [...uploads.value, { id, name: file.name, percent: 0, state: 'waiting', problem: null }];
    }
    void next();
  }

  async function next(): Promise<void> {
    if (uploads.value.some(one => one.state === 'sending'))
      return;
    const upload = uploads.value.find(one => one.state === 'waiting');
    const file = upload && files.get(upload.id);
    if (!upload || !file)
      return;
    const abort = new AbortController();
    aborts.set(upload.id, abort);
    upload.state = 'sending';
    try {
      const stored = await uploadFile(file, { courseSlug: courseSlug(), signal: abort.signal, onProgress: percent => upload.percent = percent });
      upload.state = 'done';
      upload.percent = 100;
      onStored(stored);
      drop(upload.id);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      upload.state = 'failed';
      upload.problem = error;
    }
    void next();
  }

  function retry(id: number): void {
    const upload = uploads.value.find(one => one.id === id);
    if (upload) {
      Object.assign(upload, { state: 'waiting', percent: 0, problem: null });
      void next();
    }
  }

  function drop(id: number): void {
    aborts.get(id)?.abort();
    files.delete(id);
    uploads.value = uploads.value.filter(one => one.id !== id);
  }

  onScopeDispose(() => {
    for (const abort of aborts.values())
      abort.abort();
  });

  return { uploads, isBusy, add, retry, drop };
}

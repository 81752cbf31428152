import { onScopeDispose, readonly, ref, shallowReactive } from 'vue';
import { Problem } from '../../../core/api';
import { uploadFile, type UploadedFile } from './uploadFile';

export interface Upload {
  key: number;
  name: string;
  /** 0 to 100. */
  percent: number;
  state: 'waiting' | 'sending' | 'failed';
  problem: Problem | null;
}

const AT_ONCE = 2;

interface Job { upload: Upload; file: File; abort: AbortController; done: (file: UploadedFile | null) => void }

/** Sends files, two at a time. Each can be given up, and tried again after it failed. */
export function useUploads() {
  const uploads = ref<Upload[]>([]);
  const jobs = new Map<number, Job>();
  let lastKey = 0;

  function startNext(): void {
    const sending = uploads.value.filter(one => one.state === 'sending').length;
    const waiting = uploads.value.filter(one => one.state === 'waiting').slice(0, AT_ONCE - sending);
    for (const upload of waiting)
      void send(jobs.get(upload.key)!);
  }

  async function send(job: Job): Promise<void> {
    const { upload } = job;
    Object.assign(upload, { state: 'sending', percent: 0, problem: null });
    try {
      finish(job, await uploadFile(job.file, job.abort.signal, (share) => { upload.percent = Math.round(share * 100); }));
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      Object.assign(upload, { state: 'failed', problem: error });
    }
    startNext();
  }

  function finish(job: Job, file: UploadedFile | null): void {
    jobs.delete(job.upload.key);
    uploads.value = uploads.value.filter(one => one.key !== job.upload.key);
    job.done(file);
  }

  /** The stored file, or null when the author gave it up. */
  function upload(file: File): Promise<UploadedFile | null> {
    const key = ++lastKey;
    uploads.value.push({ key, name: file.name, percent: 0, state: 'waiting', problem: null });
    return new Promise((done) => {
      jobs.set(key, { upload: uploads.value.find(one => one.key === key)!, file, abort: new AbortController(), done });
      startNext();
    });
  }

  function giveUp(key: number): void {
    const job = jobs.get(key);
    job?.abort.abort();
    if (job && job.upload.state !== 'sending')
      finish(job, null);
  }

  function retry(key: number): void {
    const job = jobs.get(key);
    if (job?.upload.state === 'failed') {
      job.upload.state = 'waiting';
      startNext();
    }
  }

  onScopeDispose(() => jobs.forEach(job => job.abort.abort()));
  return shallowReactive({ uploads: readonly(uploads), upload, giveUp, retry });
}

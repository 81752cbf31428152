import { ref } from 'vue';
import { Problem } from '../../core/api';

export interface Upload { id: number; name: string; percent: number; problem: Problem | null; again: () => void }

let last = 0;

/** Files on their way, one after the other, each with its progress; a failed one can be tried again or let go. */
export function useUploads(send: (file: Blob, name: string, isRecording: boolean, onProgress: (percent: number) => void) => Promise<void>) {
  const uploads = ref<Upload[]>([]);
  let chain = Promise.resolve();

  function letGo(id: number): void {
    uploads.value = uploads.value.filter(one => one.id !== id);
  }
  async function run(id: number, file: Blob, name: string, isRecording: boolean): Promise<void> {
    const own = () => uploads.value.find(one => one.id === id);
    try {
      await send(file, name, isRecording, (percent) => {
        const row = own();
        if (row)
          row.percent = percent;
      });
      letGo(id);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      const row = own();
      if (row)
        row.problem = error;
    }
  }
  function add(file: Blob, name: string, isRecording = false): void {
    const id = ++last;
    const again = (): void => {
      const row = uploads.value.find(one => one.id === id);
      if (row)
        row.problem = null;
      chain = chain.then(() => run(id, file, name, isRecording));
    };
    uploads.value.push({ id, name, percent: 0, problem: null, again });
    again();
  }
  return { uploads, add, drop: letGo };
}

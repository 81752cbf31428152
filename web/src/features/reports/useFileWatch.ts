import { onBeforeUnmount, shallowRef } from 'vue';
import { Problem } from '../../core/api';
import { reportsApi } from './api';
import type { ReportExport } from './types';

const PAUSE = 1_000;

/** Whether a file is still to be made. */
export function isOpen(file: ReportExport): boolean {
  return file.state === 'waiting' || file.state === 'processing';
}

/** Follows one file until it is made; `onEnd` hears once how it ended. */
export function useFileWatch(onEnd: (file: ReportExport) => void) {
  const file = shallowRef<ReportExport | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(next: ReportExport | null): void {
    clearTimeout(timer);
    file.value = next;
    if (next && isOpen(next))
      timer = setTimeout(() => void look(next.uuid), PAUSE);
  }

  async function look(uuid: string): Promise<void> {
    try {
      const found = await reportsApi.file(uuid);
      if (file.value?.uuid !== uuid)
        return;
      follow(found);
      if (!isOpen(found))
        onEnd(found);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      // Without network the file is made all the same: look again.
      timer = setTimeout(() => void look(uuid), PAUSE * 5);
    }
  }

  onBeforeUnmount(() => clearTimeout(timer));
  return { file, follow };
}

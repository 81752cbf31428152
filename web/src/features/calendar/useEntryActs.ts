import { shallowRef } from 'vue';
import { announce } from '../../core/announce';
import { Problem } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { useProblemText } from '../../core/problemText';
import { showToast } from '../../core/toasts';
import { calendarApi } from './api';
import type { CalendarItem } from './types';

/** Writing, changing and taking away entries. `edited`: undefined for none, null for a new one. */
export function useEntryActs(refresh: () => Promise<unknown>) {
  const { t } = useI18n();
  const describe = useProblemText();
  const edited = shallowRef<CalendarItem | null | undefined>();

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      showToast(describe(error), { tone: 'error' });
      return false;
    }
    finally {
      await refresh();
    }
  }

  async function saved(item: CalendarItem): Promise<void> {
    edited.value = undefined;
    announce(t('calendar.saved', { title: item.title }));
    await refresh();
  }

  async function remove(item: CalendarItem): Promise<void> {
    const uuid = item.uuid;
    if (!uuid || !await attempt(() => calendarApi.delete(uuid)))
      return;
    announce(t('calendar.deleted'));
    showToast(t('calendar.deleted'), { action: { label: t('calendar.undo'), run: () => void attempt(() => calendarApi.restore(uuid)) } });
  }

  return {
    edited,
    write: () => { edited.value = null; },
    edit: (item: CalendarItem) => { edited.value = item; },
    close: () => { edited.value = undefined; },
    saved,
    remove,
  };
}

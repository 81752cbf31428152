import { newKey } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { beatTime } from './lessonBeats';

const KEY = 'counting-tab';
/** A tab that says nothing for so long has gone, or sleeps. */
const SILENT_MS = 4000;
const SAY_MS = 1500;

/**
 * Of all tabs of a device one counts: that in front takes the turn at once, any other only when nobody has it.
 * They meet in the storage of the device, which all tabs share.
 */
export function countingTab() {
  const tab = newKey();
  let saidAt = Number.NEGATIVE_INFINITY;

  function holder(): { tab: string; at: number } | null {
    const [name, at] = (recall(KEY) ?? '').split(' ');
    return name && at ? { tab: name, at: Number(at) } : null;
  }
  /** Whether this tab counts now. */
  function isMine(isInFront: boolean): boolean {
    const now = beatTime();
    const other = holder();
    const isFree = !other || other.tab === tab || !(Math.abs(now - other.at) < SILENT_MS);
    if (!isFree && !isInFront)
      return false;
    if (other?.tab !== tab || now - saidAt > SAY_MS) {
      saidAt = now;
      remember(KEY, `${tab} ${Math.round(now)}`);
    }
    return true;
  }
  function leave(): void {
    if (holder()?.tab === tab)
      remember(KEY, null);
  }
  return { isMine, leave };
}

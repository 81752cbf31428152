import { recall, remember } from '../../core/storage';

const KEY = 'recent';
export const MAX_RECENT = 6;

export interface RecentEntry { title: string; path: string; icon: string; where?: string }
interface Kept { owner: string; entries: RecentEntry[] }

function isEntry(value: unknown): value is RecentEntry {
  const entry = value as RecentEntry | null;
  return typeof entry === 'object' && typeof entry?.title === 'string' && typeof entry.icon === 'string' && typeof entry.path === 'string' && /^\/(?!\/)/.test(entry.path);
}

/** What this person opened from the palette last, on this device. Another person's entries are forgotten, not shown. */
export function recentEntries(owner: string | undefined): RecentEntry[] {
  try {
    const kept = JSON.parse(recall(KEY) ?? 'null') as Kept | null;
    if (kept && owner && kept.owner === owner && Array.isArray(kept.entries))
      return kept.entries.filter(isEntry).slice(0, MAX_RECENT);
  }
  catch {
    // Somebody else wrote it: as good as nothing.
  }
  remember(KEY, null);
  return [];
}

/** Puts an entry in front. Visitors leave nothing behind. */
export function keepRecent(owner: string | undefined, entry: RecentEntry): void {
  if (!owner)
    return;
  const others = recentEntries(owner).filter(known => known.path !== entry.path);
  const kept: Kept = { owner, entries: [entry, ...others].slice(0, MAX_RECENT) };
  remember(KEY, JSON.stringify(kept));
}

import { onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue';

export interface Shortcut {
  /** A key as `KeyboardEvent.key` names it (`?`, `n`, `ArrowRight`), or two in a row: `g c`. */
  keys: string;
  /** What it does, already in the reader's language. */
  label: MaybeRefOrGetter<string>;
  /** Absent where something else acts on the keys and they are only listed, as an editor's. */
  run?: () => void;
}

export const activeShortcuts = shallowReactive(new Set<Shortcut>());

const SEQUENCE_MS = 1000;
let prefix = '';
let prefixAt = 0;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('media-controller,[role=dialog]') !== null);
}

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
    return;
  const sequence = event.timeStamp - prefixAt < SEQUENCE_MS ? `${prefix} ${event.key}` : event.key;
  const actable = [...activeShortcuts].filter(item => item.run);
  const found = actable.findLast(item => item.keys === sequence)
    ?? actable.findLast(item => item.keys === event.key);
  prefix = event.key;
  prefixAt = found ? 0 : event.timeStamp;
  if (found) {
    event.preventDefault();
    found.run?.();
  }
}

/** Starts listening. Called once by the app. */
export function listenForShortcuts(): void {
  window.addEventListener('keydown', onKeydown);
}

/** Keys that work while the calling component lives; the `?` help lists them. The latest wins. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  for (const shortcut of shortcuts)
    activeShortcuts.add(shortcut);
  onScopeDispose(() => {
    for (const shortcut of shortcuts)
      activeShortcuts.delete(shortcut);
  });
}

export function shortcutLabel(shortcut: Shortcut): string {
  return toValue(shortcut.label);
}

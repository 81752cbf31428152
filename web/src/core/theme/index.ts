import { ref, readonly } from 'vue';
import { recall, remember } from '../storage';

export type Theme = 'light' | 'dark' | 'system';
export type TextSize = 'normal' | 'large' | 'largest';

const system = matchMedia('(prefers-color-scheme: dark)');
const theme = ref<Theme>(readTheme());

function readTheme(): Theme {
  const stored = recall('theme');
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function apply(): void {
  const isDark = theme.value === 'dark' || (theme.value === 'system' && system.matches);
  document.documentElement.classList.toggle('dark', isDark);
}

system.addEventListener('change', apply);

/** Which look the page has. The boot script has applied it before the first paint. */
export function useTheme() {
  function setTheme(next: Theme): void {
    theme.value = next;
    remember('theme', next);
    apply();
  }
  return { theme: readonly(theme), setTheme };
}

export function setTextSize(size: TextSize): void {
  remember('text-size', size === 'normal' ? null : size);
  if (size === 'normal')
    delete document.documentElement.dataset.textSize;
  else
    document.documentElement.dataset.textSize = size;
}

export function setReducedMotion(isReduced: boolean): void {
  remember('reduced-motion', isReduced ? '1' : null);
  document.documentElement.toggleAttribute('data-reduced-motion', isReduced);
}

/** Letters that are told apart easily. The font itself is loaded only where it is wanted. */
export function setReadingFont(isOn: boolean): void {
  remember('reading-font', isOn ? '1' : null);
  document.documentElement.toggleAttribute('data-reading-font', isOn);
  if (isOn)
    void import('./readingFont.css');
}

// Who wants it has it before they are known to be signed in.
if (recall('reading-font') === '1')
  setReadingFont(true);

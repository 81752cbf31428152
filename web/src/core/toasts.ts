import { readonly, ref } from 'vue';
import { announce } from './announce';

export interface Toast {
  id: number;
  text: string;
  tone: 'success' | 'error' | 'info';
  action?: { label: string; run: () => void };
}

const LIFETIME_MS = 6000;
const list = ref<Toast[]>([]);
let last = 0;

export const toasts = readonly(list);

export function dismissToast(id: number): void {
  list.value = list.value.filter(toast => toast.id !== id);
}

/** A short notice at the foot of the page, e.g. with an undo. Errors stay until dismissed. */
export function showToast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
  const toast: Toast = { id: ++last, text, tone: options.tone ?? 'success', action: options.action };
  list.value = [...list.value.slice(-2), toast];
  announce(text);
  if (toast.tone !== 'error')
    setTimeout(dismissToast, LIFETIME_MS, toast.id);
}

import { readonly, ref, toValue, watchEffect, type MaybeRefOrGetter } from 'vue';

const current = ref('');

export const pageTitle = readonly(current);

export function setPageTitle(title: string): void {
  current.value = title;
  document.title = title ? `${title} · EduSync` : 'EduSync';
}

/** The page's own title, e.g. the name of the course once it is known. */
export function usePageTitle(title: MaybeRefOrGetter<string | undefined>): void {
  watchEffect(() => {
    const text = toValue(title);
    if (text)
      setPageTitle(text);
  });
}

import { effectScope, nextTick, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { mergeMessages } from './i18n/engine';
import { i18n } from './i18n';
import { setRouteTitle, usePageTitle } from './pageTitle';

mergeMessages('en', { course: { title: 'Course' } });
mergeMessages('ta', { course: { title: 'பாடநெறி' } });

describe('page title', () => {
  it('is the route\'s until the page knows better, and again when it leaves', async () => {
    setRouteTitle('course.title');
    await nextTick();
    expect(document.title).toBe('Course · EduSync');

    const name = ref<string>();
    const page = effectScope();
    page.run(() => usePageTitle(name));
    name.value = 'Python';
    await nextTick();
    expect(document.title).toBe('Python · EduSync');

    page.stop();
    await nextTick();
    expect(document.title).toBe('Course · EduSync');
  });

  it('follows the language', async () => {
    setRouteTitle('course.title');
    i18n.locale.value = 'ta';
    await nextTick();
    expect(document.title).toBe('பாடநெறி · EduSync');
    i18n.locale.value = 'en';
    await nextTick();
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { i18n, mergeMessages, setTimeZone } from './engine';

mergeMessages('en', { app: { hello: 'Hello {name}', lessons: '{n} lesson | {n} lessons', deep: { er: 'found' } } });
mergeMessages('ta', { app: { hello: 'வணக்கம் {name}' } });

afterEach(() => {
  i18n.locale.value = 'en';
  setTimeZone(undefined);
});

describe('t', () => {
  it('finds a text by its path', () => {
    expect(i18n.t('app.deep.er')).toBe('found');
  });

  it('answers with the key where nothing is', () => {
    expect([i18n.t('app.nothing'), i18n.t('app.deep'), i18n.t('app.constructor')]).toEqual(['app.nothing', 'app.deep', 'app.constructor']);
    expect([i18n.te('app.hello'), i18n.te('app.nothing')]).toEqual([true, false]);
  });

  it('speaks the language that was chosen', () => {
    i18n.locale.value = 'ta';
    expect(i18n.t('app.hello', { name: 'Ada' })).toBe('வணக்கம் Ada');
  });

  it('counts, with grouped digits', () => {
    expect(i18n.t('app.lessons', { n: 1 }, 1)).toBe('1 lesson');
    expect(i18n.t('app.lessons', 1200)).toBe('1,200 lessons');
  });
});

describe('d', () => {
  it('shows an instant in the zone of the reader', () => {
    const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    setTimeZone('Asia/Kolkata');
    expect(i18n.d('2026-01-01T00:00:00Z', options)).toBe('05:30');
    setTimeZone('America/New_York');
    expect(i18n.d('2026-01-01T00:00:00Z', options)).toBe('19:00');
  });

  it('is silent about what is no date', () => {
    expect([i18n.d(null), i18n.d('soon'), i18n.d(undefined)]).toEqual(['', '', '']);
  });

  it('survives a zone nobody knows', () => {
    setTimeZone('Mars/Olympus');
    expect(i18n.d('2026-01-01T12:00:00Z')).not.toBe('');
  });
});

describe('n', () => {
  it('writes shares as percent', () => {
    expect(i18n.n(0.4, { style: 'percent' })).toBe('40%');
  });
});

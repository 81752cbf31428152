import { describe, expect, it } from 'vitest';
import { isOwnScript, isPassive } from './trustedMarkup';

describe('isPassive', () => {
  it.each(['<style>:host { color: red }</style><slot name="icon"></slot>', '<svg viewBox="0 0 24 24"><path d="M1 1"/></svg>', '1:02 / 3:40', '1.5x', ''])('passes %o', (markup) => {
    expect(isPassive(markup)).toBe(true);
  });

  it.each([
    '<script>alert(1)</script>',
    '< SCRIPT src=x>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe srcdoc="x">',
    '<object data=x>',
    '<base href="//evil.example">',
    '<meta http-equiv="refresh" content="0">',
    '<form action="//evil.example">',
  ])('stops %o', (markup) => {
    expect(isPassive(markup)).toBe(false);
  });
});

describe('isOwnScript', () => {
  it('passes scripts of this site', () => {
    expect(isOwnScript('/static/app/assets/pdf.worker.js', 'https://lms.example/learn/x')).toBe(true);
    expect(isOwnScript('https://lms.example/a.js', 'https://lms.example/')).toBe(true);
  });

  it.each(['https://evil.example/a.js', '//evil.example/a.js', 'data:text/javascript,alert(1)', 'blob:https://evil.example/1', 'http://['])('stops %o', (address) => {
    expect(isOwnScript(address, 'https://lms.example/')).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { qrPath } from './qrPath';

describe('qrPath', () => {
  it('draws a square with the three corners that a camera looks for', () => {
    const { path, size } = qrPath('https://school.example/join/abc');
    const isDark = (x: number, y: number) => path.includes(`M${x} ${y}h1v1h-1z`);
    const corner = (x: number, y: number) => [0, 6].every(step => isDark(x + step, y) && isDark(x, y + step)) && !isDark(x + 1, y + 1);
    expect(corner(2, 2)).toBe(true);
    expect(corner(size - 9, 2)).toBe(true);
    expect(corner(2, size - 9)).toBe(true);
  });

  it('keeps a quiet zone around', () => {
    const { path, size } = qrPath('x');
    const places = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(found => [Number(found[1]), Number(found[2])]);
    expect(Math.min(...places)).toBe(2);
    expect(Math.max(...places)).toBe(size - 3);
  });
});

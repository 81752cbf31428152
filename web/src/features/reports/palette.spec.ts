import { describe, expect, it } from 'vitest';
import { dashes, grounds, palettes, points } from './palette';

type Triple = readonly [number, number, number];
// How colors look to those who lack one kind of cone (Machado, Oliveira, Fernandes 2009, full severity).
const EYES: Record<string, readonly Triple[]> = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const NEAREST = 0.1;

function linear(hex: string): Triple {
  const [r, g, b] = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return [r!, g!, b!];
}

function seen(color: Triple, eye: readonly Triple[]): Triple {
  const [r, g, b] = eye.map(row => Math.min(1, Math.max(0, row[0] * color[0] + row[1] * color[1] + row[2] * color[2])));
  return [r!, g!, b!];
}

/** Oklab: equal distances look equally different. */
function lab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

function contrast(one: string, other: string): number {
  const [dark, light] = [one, other].map(hex => linear(hex)).map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b).sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  it('stands out from the page', () => {
    for (const color of palettes[theme])
      expect(contrast(color, grounds[theme]), color).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(EYES))('is told apart by %s eyes', (eye) => {
    const colors = palettes[theme].map(hex => lab(seen(linear(hex), EYES[eye]!)));
    for (const [place, one] of colors.entries()) {
      for (const other of colors.slice(place + 1))
        expect(Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])).toBeGreaterThan(NEAREST);
    }
  });
});

it('has a dash and a point for every color', () => {
  expect(new Set(dashes.map(String)).size).toBe(palettes.light.length);
  expect(new Set(points).size).toBe(palettes.light.length);
});

/** Contrast by WCAG 2.2, the same as the server's rule: see `identity/colors.py`. */
export const NEEDED_RATIO = 4.5;
export const BACKGROUNDS = { light: ['#ffffff', '#f1f5f9'], dark: ['#0f172a', '#1e293b'] } as const;
export type ThemeName = keyof typeof BACKGROUNDS;

const TINT = 0.1;
const HEX = /^#[0-9a-f]{6}$/;

export function isColor(text: string): boolean {
  return HEX.test(text.toLowerCase());
}

function channels(color: string): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(first: string, second: string): number {
  const [darker, lighter] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

export function mix(color: string, other: string, share: number): string {
  const theirs = channels(other);
  return `#${channels(color).map((mine, at) => Math.round(mine + (theirs[at]! - mine) * share).toString(16).padStart(2, '0')).join('')}`;
}

/** The least contrast the color has on a theme's pages, areas and its own tint, rounded down to 0.01. */
export function ratioIn(color: string, theme: ThemeName): number {
  const [page, area] = BACKGROUNDS[theme];
  const grounds = [page, area, mix(page, color, TINT)];
  return Math.floor(Math.min(...grounds.map(ground => contrast(color, ground))) * 100) / 100;
}

/** The color lightened as far as the dark theme needs. */
export function darkOf(color: string): string {
  for (let percent = 0; percent <= 100; percent += 2) {
    const lighter = mix(color, '#ffffff', percent / 100);
    if (ratioIn(lighter, 'dark') >= NEEDED_RATIO)
      return lighter;
  }
  return '#ffffff';
}

import { encode } from 'uqr';

/** A QR code as one SVG path: a square of side 1 for every dark module, the quiet zone included in `size`. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => isDark ? `M${x} ${y}h1v1h-1z` : '')).join('');
  return { path, size };
}

/** Sum of the luminance table of T.81, annex K.1: libjpeg scales it by the quality. */
const luminanceSum = 3685;

/** libjpeg's quality for a table of this sum. */
export function qualityOf(sum: number): number {
  const scale = (100 * sum) / luminanceSum;
  return Math.min(100, Math.max(1, Math.round(scale <= 100 ? (200 - scale) / 2 : 5000 / scale)));
}

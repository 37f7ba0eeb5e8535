/** PDFs of one picture a page, as scanners write them; for tests. */
const latin = (text: string): Uint8Array => Uint8Array.from(text, (one) => one.charCodeAt(0) & 255);

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export interface PdfParts {
  picture: Uint8Array;
  /** Entries of the picture's dictionary but its length. */
  dictionary: string;
  /** Degrees clockwise. */
  tilt?: number;
  /** More of the content stream. */
  more?: string;
  /** More entries of the page, and of the trailer. */
  page?: string;
  trailer?: string;
  /** Page of this size in points, which the picture fills. */
  width?: number;
  height?: number;
}

export function scannedPdf({
  picture,
  dictionary,
  tilt = 0,
  more = '',
  page = '',
  trailer = '',
  width = 595,
  height = 842,
}: PdfParts): Uint8Array {
  const angle = (-tilt * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const matrix = [width * cos, width * sin, -height * sin, height * cos, 0, 0].map((one) => one.toFixed(6)).join(' ');
  const content = `q ${matrix} cm /Im0 Do Q ${more}`;
  return joined([
    latin('%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'),
    latin(`2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 ${width} ${height}] >>\nendobj\n`),
    latin(
      `3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >> ${page} >>\nendobj\n`,
    ),
    latin(`4 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`),
    latin(`5 0 obj\n<< /Type /XObject /Subtype /Image ${dictionary} /Length ${picture.length} >>\nstream\n`),
    picture,
    latin(`\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 6 ${trailer} >>\nstartxref\n0\n%%EOF\n`),
  ]);
}

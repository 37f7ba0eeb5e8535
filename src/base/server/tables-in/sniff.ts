/** What a file is by its bytes, never by its name. */
import { looksLikeDbf } from './dbf/header.ts';

type Known = { kind: 'zip' | 'cfb' | 'dbf' | 'text' };
type Foreign = { kind: 'foreign' | 'disguised'; format: string };

const signatures: readonly (readonly [format: string, hex: string])[] = [
  ['PDF', '255044462d'],
  ['JPEG', 'ffd8ff'],
  ['PNG', '89504e47'],
  ['GIF', '474946383'],
  ['TIFF', '49492a00'],
  ['TIFF', '4d4d002a'],
  ['RAR', '526172211a07'],
  ['7z', '377abcaf271c'],
  ['gzip', '1f8b08'],
  ['SQLite', '53514c69746520666f726d6174'],
  ['Access (.mdb)', '000100005374616e64617264204a6574'],
  ['Access (.accdb)', '000100005374616e6461726420414345'],
  ['RTF', '7b5c727466'],
];

const zip = ['504b0304', '504b0506', '504b0708'];
/** A compound file, or a bare BIFF5 or BIFF8 stream. */
const cfb = ['d0cf11e0a1b11ae1', '0908080000', '0908100000'];

/** `head`: the first 4 KiB at least. */
export function sniffTable(head: Buffer): Known | Foreign {
  const hex = head.subarray(0, 16).toString('hex');
  const begins = (start: string): boolean => hex.startsWith(start);
  if (zip.some(begins)) return { kind: 'zip' };
  if (cfb.some(begins)) return { kind: 'cfb' };
  const foreign = signatures.find(([, start]) => begins(start));
  if (foreign) return { kind: 'foreign', format: foreign[0] };
  if (looksLikeDbf(head)) return { kind: 'dbf' };
  return sniffText(head);
}

function sniffText(head: Buffer): Known | Foreign {
  const wide = begins(head, [0xff, 0xfe]) || begins(head, [0xfe, 0xff]);
  const text = (wide ? head.toString('utf16le') : head.toString('latin1')).replace(
    /^(?:\u00ef\u00bb\u00bf|\ufeff)/,
    '',
  );
  const start = text.trimStart().slice(0, 2048);
  if (/^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|style|table|div)\b/i.test(start))
    return { kind: 'disguised', format: 'HTML' };
  if (/^<(?:\?xml|!doctype|!entity|!element|svg)\b/i.test(start)) {
    const spreadsheet = start.includes('urn:schemas-microsoft-com:office:spreadsheet');
    return { kind: spreadsheet ? 'disguised' : 'foreign', format: spreadsheet ? 'XML 2003' : 'XML' };
  }
  if (/^[{[]\s*["{[]/.test(start)) return { kind: 'foreign', format: 'JSON' };
  if (/^MIME-Version:/i.test(start)) return { kind: 'disguised', format: 'MHTML' };
  // Text has hardly a NUL; UTF-16 without a mark, or anything binary, has many.
  const nuls = head.subarray(0, 4096).filter((byte) => byte === 0).length;
  if (!wide && nuls > 3 && nuls * 16 > Math.min(head.length, 4096)) return { kind: 'foreign', format: '二进制 binary' };
  return { kind: 'text' };
}

const begins = (bytes: Buffer, start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte);

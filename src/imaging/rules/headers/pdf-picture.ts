/** The picture of a scanned page in a PDF: its colour, its compression, and the resolution at which it is shown. */
import { type HeaderPage, type PageCompression, type PdfImage, refuseFile, type Refused } from './header.ts';
import { readJpeg } from './jpeg.ts';
import type { Matrix, PdfBook } from './pdf-book.ts';
import { isDict, isName, isStream, type PdfDict, type PdfStream, type PdfValue } from './pdf-objects.ts';

/** Filters whose pictures can be looked at here. */
const known: Readonly<Record<string, { filter: PdfImage['filter']; compression: PageCompression }>> = {
  DCTDecode: { filter: 'jpeg', compression: 'jpeg' },
  DCT: { filter: 'jpeg', compression: 'jpeg' },
  FlateDecode: { filter: 'flate', compression: 'deflate' },
  CCITTFaxDecode: { filter: 'g4', compression: 'g4' },
};

export function readPicture(book: PdfBook, picture: PdfStream, matrix: Matrix, turn: number): HeaderPage | Refused {
  const filters = book.filtersOf(picture);
  const found =
    filters.length === 0 ? { filter: 'none' as const, compression: 'none' as const } : known[filters[0] ?? ''];
  if (filters.length > 1 || found === undefined) return refuseFile('pdf-picture-kind', { kind: filters.join(' + ') });
  const parms = book.in(picture, 'DecodeParms');
  const own = book.follow(Array.isArray(parms) ? parms[0] : parms);
  const decode = isDict(own) ? own : undefined;
  const colours = colourOf(book, book.in(picture, 'ColorSpace'));
  const mask = book.in(picture, 'ImageMask') === true;
  const [width, height] = [book.numberIn(picture, 'Width', 0), book.numberIn(picture, 'Height', 0)];
  const fax = found.filter === 'g4' ? faxOf(book, picture, decode) : null;
  const bits = mask || fax ? 1 : book.numberIn(picture, 'BitsPerComponent', 8);
  const image: PdfImage = {
    ...{ kind: 'pdf-image', start: picture.start, end: picture.end, width, height, bits },
    filter: fax?.filter ?? found.filter,
    channels: mask || fax ? 1 : colours.channels,
    predictor: book.numberIn(decode, 'Predictor', 1),
    inverted: fax?.inverted ?? false,
    palette: colours.palette,
    tilt: tiltOf(matrix, turn),
  };
  const page: HeaderPage = {
    ...{ width, height, bits, dpi: dpiOf(matrix, width, height), source: image, progressive: false },
    colour: colours.isColour ? 'colour' : bits === 1 ? 'bilevel' : 'grey',
    ...{ compression: fax?.filter ?? found.compression, quality: null, orientation: orientationOf(turn) },
  };
  return found.filter === 'jpeg' ? withJpeg(book, picture, page) : (refuseSamples(image) ?? page);
}

/** Raw samples are taken as scanners write them: whole bytes, or bits of one channel. */
const refuseSamples = ({ filter, bits, channels, predictor }: PdfImage): Refused | null => {
  if (filter === 'g4' || filter === 'g3') return null;
  if (predictor !== 1 && predictor < 10) return refuseFile('pdf-picture-kind', { kind: `Predictor ${predictor}` });
  const whole = (bits === 8 && [1, 3, 4].includes(channels)) || (channels === 1 && (bits === 1 || bits === 4));
  return whole ? null : refuseFile('pdf-picture-kind', { kind: `${channels} x ${bits} bit` });
};

/** What the JPEG says of itself holds, but for its resolution. */
function withJpeg(book: PdfBook, picture: PdfStream, page: HeaderPage): HeaderPage | Refused {
  const jpeg = readJpeg(book.bytes.subarray(picture.start, picture.end));
  if ('refused' in jpeg) return jpeg;
  const [inside] = jpeg.pages;
  return inside
    ? { ...inside, dpi: page.dpi, source: page.source, orientation: page.orientation }
    : refuseFile('file-damaged');
}

function faxOf(
  book: PdfBook,
  picture: PdfDict,
  parms: PdfDict | undefined,
): { filter: 'g4' | 'g3'; inverted: boolean } {
  const decode = book.in(picture, 'Decode');
  const flipped = Array.isArray(decode) && decode[0] === 1;
  const blackIsOne = book.in(parms, 'BlackIs1') === true;
  return { filter: book.numberIn(parms, 'K', 0) < 0 ? 'g4' : 'g3', inverted: flipped !== blackIsOne };
}

interface Colours {
  channels: number;
  isColour: boolean;
  palette: Uint8Array | null;
}

const grey: Colours = { channels: 1, isColour: false, palette: null };

function colourOf(book: PdfBook, space: PdfValue | undefined): Colours {
  const name = isName(space) ? space.name : null;
  if (name === 'DeviceRGB' || name === 'CalRGB' || name === 'RGB')
    return { channels: 3, isColour: true, palette: null };
  if (name === 'DeviceCMYK' || name === 'CMYK') return { channels: 4, isColour: true, palette: null };
  if (!Array.isArray(space)) return grey;
  const [kind, second, , last] = space.map((one) => book.follow(one));
  const family = isName(kind) ? kind.name : '';
  if (family === 'CalRGB' || family === 'Lab') return { channels: 3, isColour: true, palette: null };
  if (family === 'ICCBased' && isStream(second)) {
    const channels = book.numberIn(second, 'N', 3);
    return { channels, isColour: channels > 1, palette: null };
  }
  if (family !== 'Indexed' && family !== 'I') return grey;
  const base = colourOf(book, second);
  const table = isStream(last)
    ? book.decoded(last)
    : typeof last === 'string'
      ? Uint8Array.from(last, (one) => one.charCodeAt(0))
      : null;
  const palette = table && paletteOf(table, base.channels);
  return {
    channels: 1,
    isColour: palette ? palette.some((level, index) => level !== palette[index - (index % 3)]) : base.channels > 1,
    palette,
  };
}

/** As RGB. */
function paletteOf(table: Uint8Array, channels: number): Uint8Array {
  const out = new Uint8Array(3 * Math.floor(table.length / channels));
  for (let index = 0; index * 3 < out.length; index += 1) {
    const at = index * channels;
    const black = channels === 4 ? 255 - (table[at + 3] ?? 0) : 255;
    for (let channel = 0; channel < 3; channel += 1) {
      const level = table[channels === 1 ? at : at + channel] ?? 0;
      out[index * 3 + channel] = channels === 4 ? ((255 - level) * black) / 255 : level;
    }
  }
  return out;
}

/** A point is 1/72 inch. */
function dpiOf([a, b, c, d]: Matrix, width: number, height: number): HeaderPage['dpi'] {
  const [x, y] = [(width * 72) / Math.hypot(a, b), (height * 72) / Math.hypot(c, d)];
  return Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null;
}

/** PDF counts angles against the clock from the lower left; the nearest quarter turn is `Rotate`'s matter. */
function tiltOf([a, b]: Matrix, turn: number): number {
  const degrees = (-Math.atan2(b, a) * 180) / Math.PI + turn;
  return degrees - 90 * Math.round(degrees / 90);
}

/** Rotate turns clockwise: EXIF calls that 1, 6, 3 and 8. */
const orientationOf = (turn: number): number => ({ 0: 1, 90: 6, 180: 3, 270: 8 })[turn] ?? 1;

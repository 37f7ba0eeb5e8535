/** IIIF Image API 3.0 as pure functions: what a request asks for, and what is said of an image (level 2). */

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
}

export interface ImageRequest {
  /** Of the full image, in its pixels. */
  region: Box;
  /** Of what is sent, before it is turned. */
  size: Size;
  mirror: boolean;
  /** Clockwise degrees, quarter turns. */
  rotation: 0 | 90 | 180 | 270;
  quality: 'default' | 'color' | 'gray' | 'bitonal';
  format: 'jpg' | 'png';
}

export const tileSize = 512;
/** Larger pictures are asked for in tiles. */
const mostSide = 4096;

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : null;
const decimal = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,7}(\.\d{1,10})?$/.test(text) ? Number(text) : null;

/** Four parts of the path behind the identifier; null is answered as 400. */
export function readRequest(
  full: Size,
  [region, size, rotation, file]: readonly (string | undefined)[],
): ImageRequest | null {
  const box = readRegion(full, region ?? '');
  const wanted = box && readSize(box, size ?? '');
  const turned = /^(!)?(0|90|180|270)$/.exec(rotation ?? '');
  const kind = /^(default|color|gray|bitonal)\.(jpg|png)$/.exec(file ?? '');
  if (!box || !wanted || !turned || !kind) return null;
  return {
    ...{ region: box, size: wanted, mirror: turned[1] === '!' },
    rotation: Number(turned[2]) as ImageRequest['rotation'],
    quality: kind[1] as ImageRequest['quality'],
    format: kind[2] as ImageRequest['format'],
  };
}

/** §4.1; what lies beyond the image is cut off. */
function readRegion(full: Size, text: string): Box | null {
  if (text === 'full') return { x: 0, y: 0, ...full };
  if (text === 'square') {
    const side = Math.min(full.width, full.height);
    return {
      x: Math.floor((full.width - side) / 2),
      y: Math.floor((full.height - side) / 2),
      width: side,
      height: side,
    };
  }
  const percent = text.startsWith('pct:');
  const numbers = text
    .slice(percent ? 4 : 0)
    .split(',')
    .map(percent ? decimal : whole);
  const [x = null, y = null, width = null, height = null] = numbers;
  if (numbers.length !== 4 || x === null || y === null || width === null || height === null) return null;
  const scale = percent ? { x: full.width / 100, y: full.height / 100 } : { x: 1, y: 1 };
  const left = Math.round(x * scale.x);
  const top = Math.round(y * scale.y);
  const box = {
    ...{ x: left, y: top },
    width: Math.min(Math.round(width * scale.x), full.width - left),
    height: Math.min(Math.round(height * scale.y), full.height - top),
  };
  return box.width >= 1 && box.height >= 1 ? box : null;
}

/** §4.2; `^` asks for more pixels than there are. */
function readSize(region: Size, text: string): Size | null {
  const up = text.startsWith('^');
  const wanted = sizeOf(region, up ? text.slice(1) : text, up);
  if (!wanted) return null;
  const size = { width: Math.max(1, Math.round(wanted.width)), height: Math.max(1, Math.round(wanted.height)) };
  if (size.width > mostSide || size.height > mostSide) return null;
  return !up && (size.width > region.width || size.height > region.height) ? null : size;
}

function sizeOf(region: Size, text: string, up: boolean): Size | null {
  if (text === 'max') {
    const shrink = Math.min(1, mostSide / region.width, mostSide / region.height);
    return { width: region.width * shrink, height: region.height * shrink };
  }
  if (text.startsWith('pct:')) {
    const share = decimal(text.slice(4));
    if (share === null || share === 0 || (share > 100 && !up)) return null;
    return { width: (region.width * share) / 100, height: (region.height * share) / 100 };
  }
  const within = text.startsWith('!');
  const [left, right, ...more] = (within ? text.slice(1) : text).split(',');
  if (more.length > 0 || right === undefined) return null;
  const [width, height] = [left === '' ? null : whole(left), right === '' ? null : whole(right)];
  if ((left !== '' && width === null) || (right !== '' && height === null)) return null;
  if (within) {
    if (width === null || height === null) return null;
    const scale = Math.min(width / region.width, height / region.height, up ? Infinity : 1);
    return { width: region.width * scale, height: region.height * scale };
  }
  if (width === null && height === null) return null;
  return {
    width: width ?? (region.width * (height ?? 0)) / region.height,
    height: height ?? (region.height * (width ?? 0)) / region.width,
  };
}

/** §5: the document that tells a viewer how to ask. `id`: address of the image without a slash at its end. */
export function imageInformation(id: string, { width, height }: Size) {
  const scaleFactors = [1];
  while (Math.max(width, height) / scaleFactors.at(-1)! > tileSize) scaleFactors.push(scaleFactors.at(-1)! * 2);
  return {
    '@context': 'http://iiif.io/api/image/3/context.json',
    ...{ id, type: 'ImageService3', protocol: 'http://iiif.io/api/image', profile: 'level2', width, height },
    ...{ maxWidth: mostSide, maxHeight: mostSide },
    tiles: [{ width: tileSize, height: tileSize, scaleFactors }],
    extraQualities: ['color', 'gray', 'bitonal'],
    extraFormats: ['png'],
    extraFeatures: ['mirroring', 'rotationBy90s', 'regionSquare', 'sizeUpscaling'],
  };
}

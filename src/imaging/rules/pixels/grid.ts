/** A page as the checks look at it: green alone, averaged to about 75 cells an inch. */
export interface Raster {
  data: Uint8Array;
  /** Pixels. */
  width: number;
  height: number;
  channels: number;
}

export interface Grid {
  cells: Uint8Array;
  width: number;
  height: number;
  /** Pixels of the page to a cell, in both directions. */
  factor: number;
}

/** Cells of A4 at 75 to the inch. */
const usualLongSide = 877;

/** Pixels to a cell: by the resolution when it can be believed, else as if the page were A4. */
export function factorOf(width: number, height: number, dpi: number | null): number {
  const bySize = Math.max(width, height) / usualLongSide;
  const believed = dpi !== null && dpi >= 100 && dpi / 75 > bySize / 3 && dpi / 75 < bySize * 3;
  // A book is smaller than A4, and its letters larger on the picture: rather one pixel more to a cell.
  return Math.min(16, Math.max(1, believed ? Math.round(dpi / 75) : Math.ceil(bySize - 0.15)));
}

/** Green carries most of the light, and stands in the raw pixels as it is: no conversion is needed. */
export const greenOf = (channels: number): number => (channels >= 3 ? 1 : 0);

export function shrink({ data, width, height, channels }: Raster, factor: number): Grid {
  const [wide, high] = [Math.floor(width / factor), Math.floor(height / factor)];
  const cells = new Uint8Array(wide * high);
  const grid = { cells, width: wide, height: high, factor };
  if (factor === 4) return shrinkByFour(data, width * channels, channels, grid);
  const area = factor * factor;
  const line = width * channels;
  for (let y = 0, cell = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1, cell += 1) {
      let sum = 0;
      for (let down = 0; down < factor; down += 1) {
        let at = (y * factor + down) * line + x * factor * channels + greenOf(channels);
        for (let across = 0; across < factor; across += 1, at += channels) sum += data[at]!;
      }
      cells[cell] = sum / area;
    }
  }
  return grid;
}

/** The usual case, 300 dpi, without inner loops: it reads every pixel of the page. */
function shrinkByFour(data: Uint8Array, line: number, channels: number, grid: Grid): Grid {
  const { cells, width, height } = grid;
  const [second, third] = [2 * channels, 3 * channels];
  const step = 4 * channels;
  for (let y = 0, cell = 0; y < height; y += 1) {
    let a = 4 * y * line + greenOf(channels);
    let b = a + line;
    let c = b + line;
    let d = c + line;
    for (let x = 0; x < width; x += 1, cell += 1) {
      cells[cell] =
        (data[a]! +
          data[a + channels]! +
          data[a + second]! +
          data[a + third]! +
          data[b]! +
          data[b + channels]! +
          data[b + second]! +
          data[b + third]! +
          data[c]! +
          data[c + channels]! +
          data[c + second]! +
          data[c + third]! +
          data[d]! +
          data[d + channels]! +
          data[d + second]! +
          data[d + third]!) >>
        4;
      a += step;
      b += step;
      c += step;
      d += step;
    }
  }
  return grid;
}

/** A line cut out of a page, upright and of one height, as recognisers take it. */
import type { Raster } from '../pixels/grid.ts';
import { cornersOf, type Rectangle } from './rectangle.ts';
import type { Point } from './text.ts';

/** Where a line begins, which way it is read, and where its lower edge is. */
export interface Frame {
  origin: Point;
  across: Point;
  down: Point;
}

const minus = ([x, y]: Point, [a, b]: Point): Point => [x - a, y - b];

/** A line that runs down is read with its letters' heads to the right, as on a page turned clockwise by a quarter. */
export function frameOf(box: Rectangle, { runsDown, upsideDown }: { runsDown: boolean; upsideDown: boolean }): Frame {
  const [a, b, c, d] = cornersOf(box);
  const [first, along, under] = runsDown ? [b, c, a] : [a, b, d];
  const frame = { origin: first, across: minus(along, first), down: minus(under, first) };
  if (!upsideDown) return frame;
  const last = runsDown ? d : c;
  return { origin: last, across: minus([0, 0], frame.across), down: minus([0, 0], frame.down) };
}

export const lengthOf = ([x, y]: Point): number => Math.hypot(x, y);

/** Width that a line has at this height, in whole pixels. */
export const stripWidth = ({ across, down }: Frame, height: number): number =>
  Math.max(8, Math.round((height * lengthOf(across)) / Math.max(1, lengthOf(down))));

export interface StripPlace {
  /** Planes of blue, green and red one behind the other, each `height` lines of `stride`. */
  into: Float32Array;
  offset: number;
  stride: number;
  width: number;
  height: number;
}

/** Draws a line into its place, its levels from −1 to 1. */
export function drawStrip(page: Raster, { origin, across, down }: Frame, place: StripPlace): void {
  const { into, offset, stride, width, height } = place;
  const plane = stride * height;
  // What is made smaller is averaged over more points.
  const fine = Math.min(4, Math.max(1, Math.round(lengthOf(down) / height)));
  const weight = 1 / (fine * fine * 127.5);
  const [stepX, stepY] = [1 / (width * fine), 1 / (height * fine)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let [red, green, blue] = [0, 0, 0];
      for (let sub = 0; sub < fine * fine; sub += 1) {
        const u = (x * fine + (sub % fine) + 0.5) * stepX;
        const v = (y * fine + Math.floor(sub / fine) + 0.5) * stepY;
        const [r, g, b] = colourAt(
          page,
          origin[0] + across[0] * u + down[0] * v - 0.5,
          origin[1] + across[1] * u + down[1] * v - 0.5,
        );
        red += r;
        green += g;
        blue += b;
      }
      const at = offset + y * stride + x;
      into[at] = blue * weight - 1;
      into[at + plane] = green * weight - 1;
      into[at + 2 * plane] = red * weight - 1;
    }
  }
}

const colour: [number, number, number] = [0, 0, 0];

/** Between four pixels; beyond the edge the edge goes on. */
function colourAt({ data, width, height, channels }: Raster, x: number, y: number): readonly [number, number, number] {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const [fx, fy] = [x - left, y - top];
  const [x0, x1] = [clamp(left, width), clamp(left + 1, width)];
  const [y0, y1] = [clamp(top, height) * width, clamp(top + 1, height) * width];
  const [a, b, c, d] = [(y0 + x0) * channels, (y0 + x1) * channels, (y1 + x0) * channels, (y1 + x1) * channels];
  const [wa, wb, wc, wd] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
  for (let channel = 0; channel < 3; channel += 1) {
    const at = channels >= 3 ? channel : 0;
    colour[channel] = data[a + at]! * wa + data[b + at]! * wb + data[c + at]! * wc + data[d + at]! * wd;
  }
  return colour;
}

const clamp = (value: number, length: number): number => (value < 0 ? 0 : value >= length ? length - 1 : value);

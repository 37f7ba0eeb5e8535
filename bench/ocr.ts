/**
 * What both engines of text recognition read wrong, and what a page costs: sample pages of A4 at 300 dpi, each read by
 * one and then by the other, in one process with its children. Faults that a person is asked about (blur, light,
 * noise) are left out: such pages are scanned again before anybody reads them.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { type PageKind, pageKinds } from '#/imaging/rules/sample-pages/layout.ts';
import { planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { truthOf } from '#/imaging/rules/sample-pages/truth.ts';
import { type ErrorRate, errorsOf } from '#/imaging/rules/text/error-rate.ts';
import { samplePage } from '#/imaging/server/sample-pages/page.ts';
import { PpOcr } from '#/imaging/server/text/ppocr.ts';
import { Tesseract } from '#/imaging/server/text/tesseract.ts';
import { rounded } from './figures.ts';

/** Wrong letters of print, and of all kinds together but the written hand. */
const goal = { print: 0.02, set: 0.06 };

interface Reading extends ErrorRate {
  kind: PageKind;
  engine: 'ppocr' | 'tesseract';
  cpuSeconds: number;
}

/** CPU-seconds of this process and of its children that have ended. */
function cpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime, stime, cutime and cstime, in hundredths.
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
}

export async function run(args: string[]): Promise<void> {
  const options = { pages: { type: 'string', default: '18' }, seed: { type: 'string', default: '20140701' } } as const;
  const { values } = parseArgs({ args, options });
  sharp.concurrency(1);
  sharp.cache(false);
  const readers = { ppocr: await PpOcr.load(), tesseract: await Tesseract.load() };
  const readings: Reading[] = [];
  const plans = plansOf(Number(values.seed), Number(values.pages));
  for (const [index, plan] of plans.entries()) {
    const { bytes } = await samplePage(plan);
    const { data, info } = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    const page = { data, width: info.width, height: info.height, channels: info.channels };
    const truth = truthOf(plan).join('');
    const direction = plan.kind === 'vertical' ? 'vertical' : 'horizontal';
    for (const engine of index % 2 === 0 ? (['ppocr', 'tesseract'] as const) : (['tesseract', 'ppocr'] as const)) {
      const before = cpuSeconds();
      const { lines } = await readers[engine].read(page, direction);
      const spent = cpuSeconds() - before;
      const read = lines.map(({ text }) => text).join('');
      readings.push({ ...errorsOf(truth, read), kind: plan.kind, engine, cpuSeconds: spent });
    }
  }
  report(values.seed, plans.length, readings);
}

/** Upright pages of each kind in turn, until there are enough. */
function plansOf(seed: number, count: number) {
  const good = planPages(seed, count * 12).filter(
    ({ kind, turned, blur, exposure, noise, repeats }) =>
      kind !== 'blank' && turned === 0 && blur < 1 && exposure === 'normal' && noise < 10 && repeats === null,
  );
  const kinds = pageKinds.filter((kind) => kind !== 'blank');
  const each = kinds.map((kind) => good.filter((plan) => plan.kind === kind));
  return Array.from({ length: count }, (_, index) => each[index % kinds.length]![Math.floor(index / kinds.length)]!);
}

function report(seed: string, pages: number, readings: readonly Reading[]): void {
  const figure = (of: readonly Reading[]) => {
    const sum = (key: 'letters' | 'errors' | 'found' | 'cpuSeconds') => of.reduce((all, one) => all + one[key], 0);
    return {
      cer: rounded(sum('errors') / sum('letters'), 4),
      found: rounded(sum('found') / sum('letters'), 4),
      cpuSeconds: rounded(sum('cpuSeconds') / of.length),
    };
  };
  const table: Record<string, object> = {};
  const figures: Record<string, Record<string, ReturnType<typeof figure>>> = {};
  for (const engine of ['ppocr', 'tesseract'] as const) {
    const own = readings.filter((one) => one.engine === engine);
    const parts = [...Map.groupBy(own, ({ kind }) => kind)] as [string, Reading[]][];
    parts.push(['set', own.filter(({ kind }) => kind !== 'handwritten')], ['all', own]);
    figures[engine] = Object.fromEntries(parts.map(([part, of]) => [part, figure(of)]));
    for (const [part, { cer, found, cpuSeconds }] of Object.entries(figures[engine]))
      table[`${engine} ${part}`] = {
        'CER %': rounded(cer * 100),
        'found %': rounded(found * 100),
        'CPU s': cpuSeconds,
      };
  }
  console.table(table);
  console.log(JSON.stringify({ bench: 'ocr', seed, pages, goal, ...figures }));
  const { print, set } = figures['ppocr']!;
  if (print!.cer > goal.print || set!.cer > goal.set)
    throw new Error('PP-OCR reads more letters wrong than the goal allows');
}

/** Sample pages for tests, drills, benches and the demo: the picture and, beside it, what is true of it. */
import sharp from 'sharp';
import { layOut } from '#/imaging/rules/sample-pages/layout.ts';
import { sheet } from '#/imaging/rules/sample-pages/marks.ts';
import { type PagePlan, planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { seeded } from '#/imaging/rules/sample-pages/random.ts';
import { drawBack, drawScan } from './drawing.ts';
import { type Raster, shed } from './light.ts';

export interface SamplePage {
  /** JPEG, in colour. */
  bytes: Buffer;
  truth: PagePlan;
}

/** Draws one page at a resolution; the same plan gives the same bytes. */
export async function samplePage(truth: PagePlan, dpi = 300): Promise<SamplePage> {
  const marks = layOut(truth.kind, seeded(truth.contentSeed), truth.secrecy);
  const size = sizeOf(truth, dpi);
  const page = await rasterise(drawScan(truth, marks, size), (truth.blur * dpi) / 300);
  const back = truth.showThrough > 0 ? await backOf(truth, size) : null;
  shed(page, truth, back);
  const { data, width, height } = page;
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: truth.quality })
    .withDensity(dpi)
    .toBuffer();
  return { bytes, truth };
}

/** The pages of a seed, one after the other. */
export async function* samplePages(seed: number, count: number, dpi = 300): AsyncGenerator<SamplePage> {
  for (const plan of planPages(seed, count)) yield await samplePage(plan, dpi);
}

function sizeOf({ turned }: PagePlan, dpi: number): { width: number; height: number } {
  const [width, height] = [Math.round((sheet.width * dpi) / 300), Math.round((sheet.height * dpi) / 300)];
  return turned % 180 === 0 ? { width, height } : { width: height, height: width };
}

async function rasterise(svg: string, blur: number): Promise<Raster> {
  const drawn = sharp(Buffer.from(svg), { unlimited: true }).removeAlpha();
  // libvips blurs from a third of a dot on: below that nothing is to be seen. Blurring in whole numbers brightens.
  const { data, info } = await (blur >= 0.3 ? drawn.blur({ sigma: blur, precision: 'float' }) : drawn)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

async function backOf(plan: PagePlan, size: { width: number; height: number }): Promise<Raster> {
  const marks = layOut('print', seeded(plan.contentSeed + 5));
  const quarter = { width: Math.ceil(size.width / 4), height: Math.ceil(size.height / 4) };
  const { data, info } = await sharp(Buffer.from(drawBack(plan, marks, quarter)), { unlimited: true })
    .removeAlpha()
    .blur(1.2)
    .extractChannel(1)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/**
 * Technical specification (技术指标, 2.2-3): what the images of a project must be, for all its
 * archives or for one type of them. Machine checks and inspections read their limits here.
 * Defaults: DA/T 31-2017 §9.3 to 9.6, §10.3, §12.3.
 */
import { z } from 'zod';
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export const colourModes = ['colour', 'grey', 'bilevel', 'byPage'] as const;
export const imageFormats = ['tiff', 'jpeg', 'jp2'] as const;
export const compressions = ['none', 'lzw', 'g4', 'jpeg', 'jp2-lossless', 'jp2'] as const;
export const deliveredImages = ['master', 'treated'] as const;
export const faceRules = ['marked', 'all'] as const;

/** A share in thousandths. */
const permille = z.number().int().min(0).max(1000);

export const specificationShape = z.strictObject({
  /** Dots per inch, least. */
  resolution: z.number().int().min(200).max(1200),
  colour: z.enum(colourModes),
  format: z.enum(imageFormats),
  compression: z.enum(compressions),
  /** JPEG quality 1 to 100, least; null where nothing is compressed by JPEG. */
  quality: z.number().int().min(1).max(100).nullable(),
  /** `{code}` the archival code, `{image}` the running number with four digits. */
  naming: z.string().trim().min(1).max(100),
  /** Which faces are scanned: those with text or picture, or all of them. */
  faces: z.enum(faceRules),
  /** Which image is handed over. */
  delivered: z.enum(deliveredImages),
  /** Degrees: above the first an inspector is asked, above the second the page fails. */
  skewAsk: z.number().min(0).max(10),
  skewFail: z.number().min(0).max(10),
  /** Millimetres that cropping leaves outside the edge of the page. */
  cropMargin: z.number().min(0).max(20),
  /** Sampling of an acceptance: share of items, and the least number of them. */
  samplePermille: permille,
  sampleLeast: z.number().int().min(1).max(10_000),
  /** Share of sampled items that must pass: catalogue against images, and everything else. */
  passCatalogue: permille,
  passOther: permille,
});
export type Specification = z.infer<typeof specificationShape>;

/** What DA/T 31-2017 leads to where nothing else is agreed. */
export const usualSpecification: Specification = {
  resolution: 300,
  colour: 'colour',
  format: 'tiff',
  compression: 'lzw',
  quality: null,
  naming: '{code}-{image}',
  faces: 'marked',
  delivered: 'treated',
  skewAsk: 1,
  skewFail: 3,
  cropMargin: 2,
  samplePermille: 50,
  sampleLeast: 1,
  passCatalogue: 1000,
  passOther: 950,
};

export const colourNames: Record<(typeof colourModes)[number], Words> = {
  colour: { zh: '彩色', en: 'Colour' },
  grey: { zh: '灰度', en: 'Grey' },
  bilevel: { zh: '黑白二值', en: 'Black and white' },
  byPage: { zh: '按页选择', en: 'Chosen page by page' },
};

export const formatNames: Record<(typeof imageFormats)[number], Words> = {
  tiff: { zh: 'TIFF', en: 'TIFF' },
  jpeg: { zh: 'JPEG', en: 'JPEG' },
  jp2: { zh: 'JPEG 2000', en: 'JPEG 2000' },
};

export const compressionNames: Record<(typeof compressions)[number], Words> = {
  none: { zh: '不压缩', en: 'None' },
  lzw: { zh: 'LZW（无损）', en: 'LZW (lossless)' },
  g4: { zh: 'CCITT G4（无损）', en: 'CCITT G4 (lossless)' },
  jpeg: { zh: 'JPEG（有损）', en: 'JPEG (lossy)' },
  'jp2-lossless': { zh: 'JPEG 2000 无损', en: 'JPEG 2000 lossless' },
  jp2: { zh: 'JPEG 2000 有损', en: 'JPEG 2000 lossy' },
};

export const deliveredNames: Record<(typeof deliveredImages)[number], Words> = {
  master: { zh: '原始扫描图像', en: 'The raw capture' },
  treated: { zh: '处理后的图像', en: 'The treated image' },
};

export const faceNames: Record<(typeof faceRules)[number], Words> = {
  marked: { zh: '有图文的页面', en: 'Faces with text or picture' },
  all: { zh: '全部页面（含空白页）', en: 'All faces, blank ones too' },
};

/** Compressions that a format can carry. */
const carried: Record<Specification['format'], readonly Specification['compression'][]> = {
  tiff: ['none', 'lzw', 'g4', 'jpeg'],
  jpeg: ['jpeg'],
  jp2: ['jp2-lossless', 'jp2'],
};

export const compressionsOf = (format: Specification['format']): readonly Specification['compression'][] =>
  carried[format];

/** 2.2-3: a specification that can be kept: format, compression and colour agree, limits are in order. */
export function refuseSpecification(spec: Specification): Refusal | null {
  if (!carried[spec.format].includes(spec.compression))
    return refuse('compression-of-format', { format: formatNames[spec.format] }, 'input.specification.compression');
  if (spec.compression === 'g4' && spec.colour !== 'bilevel')
    return refuse('g4-needs-bilevel', {}, 'input.specification.compression');
  const lossy = spec.compression === 'jpeg' || spec.compression === 'jp2';
  if (lossy !== (spec.quality !== null)) return refuse('quality-of-lossy', {}, 'input.specification.quality');
  // DA/T 31-2017 §9.6: a file is found by the code of its original and the number of its image.
  for (const part of ['{code}', '{image}'])
    if (!spec.naming.includes(part)) return refuse('naming-lacks', { part }, 'input.specification.naming');
  if (/[\\/:*?"<>|]/.test(spec.naming)) return refuse('naming-letters', {}, 'input.specification.naming');
  if (spec.skewFail < spec.skewAsk) return refuse('skew-order', {}, 'input.specification.skewFail');
  // DA/T 31-2017 §12.3: at least one item in twenty is looked at.
  return spec.samplePermille < 50 ? refuse('sample-too-small', {}, 'input.specification.samplePermille') : null;
}

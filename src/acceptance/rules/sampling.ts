/** Sampling of a batch (抽检, DA/T 31-2017 §12.3): how many, what counts as passed, and what follows. */
import type { Words } from '#/base/rules/declare.ts';
import type { Specification } from '#/engagement/rules/specification.ts';

export type SamplingLimits = Pick<Specification, 'samplePermille' | 'sampleLeast' | 'passCatalogue' | 'passOther'>;

/** At least the agreed share of the batch, and the agreed number; never more than there are. */
export const sampleSize = (population: number, { samplePermille, sampleLeast }: SamplingLimits): number =>
  Math.min(population, Math.max(Math.ceil((population * samplePermille) / 1000), sampleLeast, 1));

/** Where several specifications hold in a batch, the strictest of each limit. */
export const strictest = (all: readonly SamplingLimits[]): SamplingLimits => ({
  samplePermille: Math.max(...all.map((one) => one.samplePermille)),
  sampleLeast: Math.max(...all.map((one) => one.sampleLeast)),
  passCatalogue: Math.max(...all.map((one) => one.passCatalogue)),
  passOther: Math.max(...all.map((one) => one.passOther)),
});

export const defectKinds = ['catalogue', 'image', 'linking', 'product', 'other'] as const;
export type SampleDefectKind = (typeof defectKinds)[number];

export const defectKindNames: Record<SampleDefectKind, Words> = {
  catalogue: { zh: '目录与图像内容不符', en: 'Catalogue and image differ' },
  image: { zh: '图像质量', en: 'Quality of an image' },
  linking: { zh: '挂接、页数、次序', en: 'Linking, number, order' },
  product: { zh: '成品文件', en: 'A file of the products' },
  other: { zh: '其他', en: 'Other' },
};

export interface Looked {
  /** Null while nobody has looked. */
  verdict: 'passed' | 'failed' | null;
  defects: readonly SampleDefectKind[];
}

export interface Rates {
  looked: number;
  /** Per mille of the sample without a defect of that sort; rounded down, so that no limit is reached by rounding. */
  catalogue: number;
  other: number;
}

/** One defect fails its whole item or volume. */
export function ratesOf(sample: readonly Looked[]): Rates {
  const permille = (good: number): number => Math.floor((good * 1000) / Math.max(sample.length, 1));
  const without = (has: (kind: SampleDefectKind) => boolean): number =>
    sample.filter(({ defects }) => !defects.some(has)).length;
  return {
    looked: sample.filter(({ verdict }) => verdict !== null).length,
    catalogue: permille(without((kind) => kind === 'catalogue')),
    other: permille(without((kind) => kind !== 'catalogue')),
  };
}

/** Null while part of the sample was not looked at. */
export function samplingVerdict(sample: readonly Looked[], limits: SamplingLimits): 'passed' | 'failed' | null {
  const { looked, catalogue, other } = ratesOf(sample);
  if (looked < sample.length) return null;
  return catalogue >= limits.passCatalogue && other >= limits.passOther ? 'passed' : 'failed';
}

/** What somebody says of a unit agrees with what he found in it. */
export const unitVerdict = (defects: readonly SampleDefectKind[]): 'passed' | 'failed' =>
  defects.length === 0 ? 'passed' : 'failed';

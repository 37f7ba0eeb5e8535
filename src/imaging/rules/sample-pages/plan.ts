/**
 * What befell each sample page on its way through a scanner. A plan is the ground truth of its page: the page is
 * drawn from it, and checks are measured against it. Kinds and ranges are those of the first measurements.
 */
import { type PageKind, pageKinds } from './layout.ts';
import { type Random, seeded, seedOf, shuffled } from './random.ts';
import type { SecrecyMark } from './wording.ts';

export const turns = [0, 90, 180, 270] as const;
export type Turn = (typeof turns)[number];

export interface PagePlan {
  kind: PageKind;
  /** What is written on it. */
  contentSeed: number;
  /** Grain, edges and holes. */
  grainSeed: number;
  /** Degrees that its content is turned clockwise, beside `turned`. */
  skew: number;
  /** Quarter turns clockwise that the whole picture carries. */
  turned: Turn;
  /** Black bars at edges, or a dark bed round the whole sheet. */
  border: 'none' | 'bars' | 'bed';
  holes: number;
  /** Standard deviation of a Gaussian blur, dots at 300 per inch. */
  blur: number;
  /** Standard deviation of noise, levels of 255. */
  noise: number;
  exposure: 'normal' | 'over' | 'under';
  /** Share of light lost from one side of the sheet to the other. */
  gradient: number;
  /** Share of light that the back's ink takes away; 0 shows nothing. */
  showThrough: number;
  /** JPEG quality. */
  quality: number;
  /** Index of the page that this is a second scan of. */
  repeats: number | null;
  /** A classified mark is stamped on it. No seed plans one: it is asked for by itself. */
  secrecy?: SecrecyMark;
}

const faultless: Pick<PagePlan, 'blur' | 'noise' | 'exposure'> = { blur: 0, noise: 0, exposure: 'normal' };

type Fault = 'blur' | 'over' | 'under' | 'noise' | 'none';

/** One page in twenty is a second scan, one in ten blank, one in ten blurred, one in twenty each of the rest. */
function faultsOf(count: number, random: Random): Fault[] {
  const share = (part: number, fault: Fault): Fault[] => Array.from({ length: Math.round(count * part) }, () => fault);
  const list = [...share(0.1, 'blur'), ...share(0.05, 'over'), ...share(0.05, 'under'), ...share(0.05, 'noise')];
  const rest = Array.from({ length: Math.max(0, count - list.length) }, (): Fault => 'none');
  return shuffled([...list, ...rest], random);
}

const written = pageKinds.filter((kind) => kind !== 'blank');

export function planPages(seed: number, count: number): PagePlan[] {
  const random = seeded(seed);
  const faults = faultsOf(count, random);
  const plans: PagePlan[] = [];
  for (const [index, fault] of faults.entries()) {
    const own = seeded(seedOf(seed, index));
    const earlier = plans.flatMap((plan, at) => (plan.repeats === null && plan.kind !== 'blank' ? [at] : []));
    const repeats = fault === 'none' && earlier.length > 0 && own.chance(0.075) ? own.pick(earlier) : null;
    const first = repeats === null ? undefined : plans[repeats];
    const kind = first?.kind ?? (fault === 'none' && own.chance(0.14) ? 'blank' : own.pick(written));
    const contentSeed = first?.contentSeed ?? seedOf(seed, index + 1_000_000);
    plans.push({ ...befall(own, fault), kind, contentSeed, repeats, ...(first ? { turned: first.turned } : {}) });
  }
  return plans;
}

/** What a scanner and its operator do to a page. */
function befall(random: Random, fault: Fault): Omit<PagePlan, 'kind' | 'contentSeed' | 'repeats'> {
  const shades: Record<Fault, Partial<PagePlan>> = {
    none: {},
    blur: { blur: random.between(1.8, 3.2) },
    over: { exposure: 'over' },
    under: { exposure: 'under' },
    noise: { noise: random.between(20, 32) },
  };
  return {
    ...faultless,
    grainSeed: random.whole(0, 0x7fffffff),
    skew: random.chance(0.1) ? 0 : Number(random.between(-5, 5).toFixed(3)),
    turned: random.chance(0.8) ? 0 : random.pick([90, 180, 270] as const),
    border: random.pick(['none', 'none', 'bars', 'bars', 'bed'] as const),
    holes: random.chance(0.3) ? random.whole(2, 4) : 0,
    blur: random.between(0, 0.6),
    noise: random.between(1, 5),
    gradient: random.chance(0.5) ? random.between(0.03, 0.18) : 0,
    showThrough: random.chance(0.15) ? random.between(0.04, 0.1) : 0,
    quality: random.whole(85, 92),
    ...shades[fault],
  };
}

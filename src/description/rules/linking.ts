/**
 * Linking by count (挂接, DA/T 31-2017 chapter 11): how many images an original must have, and which figure is
 * wrong where it has others. Leaves (张数) are no part of it: a leaf has two faces, of which only some are pages.
 */

/** What the expected number is made of. */
const terms = ['pages', 'cover', 'contents', 'noteSheet', 'blanks', 'notScanned'] as const;
export type Term = (typeof terms)[number];

/** Faces of each kind, before those that are not scanned are taken off. */
interface Faces {
  /** Faces that bear a number, as preparation counted them. */
  pages: number;
  /** As far as the technical specification has them scanned; 0 otherwise. */
  cover: number;
  contents: number;
  noteSheet: number;
  /** Blank faces that are scanned all the same. */
  blanks: number;
}

export interface Counts extends Faces {
  /** Of these, the faces that are not scanned, each with its reason. */
  notScanned: Omit<Faces, 'blanks'>;
}

/** Figures as they were counted on paper; null where nobody has. */
export type Counted = { readonly [term in keyof Faces]: number | null };

/** What was counted. A term that nobody counted is taken as it was found: of it nothing can be told. */
export function countsFrom(counted: Counted, found: Faces, notScanned: Counts['notScanned']): Counts {
  const of = (term: keyof Faces): number => counted[term] ?? found[term] + (term === 'blanks' ? 0 : notScanned[term]);
  return {
    ...{ pages: of('pages'), cover: of('cover'), contents: of('contents'), noteSheet: of('noteSheet') },
    ...{ blanks: of('blanks'), notScanned },
  };
}

/** Images as they are: how many, and of what where each was told apart. */
export interface Images {
  total: number;
  byFace: Faces | null;
}

export interface Linking {
  expected: number;
  images: number;
  /** Above 0 there are too many images. */
  difference: number;
  /** Terms that differ; empty where it agrees, or where it cannot be told. */
  differing: Term[];
}

const faceTerms = ['pages', 'cover', 'contents', 'noteSheet', 'blanks'] as const;

const withoutUnscanned = (counts: Counts): Faces => ({
  pages: counts.pages - counts.notScanned.pages,
  cover: counts.cover - counts.notScanned.cover,
  contents: counts.contents - counts.notScanned.contents,
  noteSheet: counts.noteSheet - counts.notScanned.noteSheet,
  blanks: counts.blanks,
});

const sum = (faces: Faces): number => faceTerms.reduce((all, term) => all + faces[term], 0);

const unscannedOf = ({ notScanned: { pages, cover, contents, noteSheet } }: Counts): number =>
  pages + cover + contents + noteSheet;

export const expectedImages = (counts: Counts): number => sum(withoutUnscanned(counts));

export function linkingOf(counts: Counts, images: Images): Linking {
  const expected = expectedImages(counts);
  const difference = images.total - expected;
  const differing = images.byFace
    ? differingFaces(counts, images.byFace)
    : difference === 0
      ? []
      : guessed(counts, difference);
  return { expected, images: images.total, difference, differing };
}

/** Each face was told apart: the terms are compared one by one. What was to be left out and is there is that. */
function differingFaces(counts: Counts, found: Faces): Term[] {
  const wanted = withoutUnscanned(counts);
  const differing = faceTerms.filter((term) => found[term] !== wanted[term]);
  const unscanned = differing.filter((term) => term !== 'blanks' && found[term] === counts[term]);
  return differing.length > 0 && unscanned.length === differing.length ? ['notScanned'] : differing;
}

/** Only the number is known: one term alone that explains it all is named, of several that could be none. */
function guessed(counts: Counts, difference: number): Term[] {
  const missing = (['cover', 'contents', 'noteSheet', 'blanks'] as const).filter(
    (term) => counts[term] > 0 && difference === -counts[term],
  );
  const scanned = difference > 0 && difference === unscannedOf(counts) ? (['notScanned'] as const) : [];
  const could: Term[] = [...missing, ...scanned];
  return could.length === 1 ? could : [];
}

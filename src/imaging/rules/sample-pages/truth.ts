/** What stands on a sample page, line by line in the order of reading: what recognisers of text are measured by. */
import { layOut } from './layout.ts';
import { type TextMark, widthOf } from './marks.ts';
import type { PagePlan } from './plan.ts';
import { seeded } from './random.ts';

export function truthOf({ kind, contentSeed }: Pick<PagePlan, 'kind' | 'contentSeed'>): string[] {
  const marks = layOut(kind, seeded(contentSeed)).filter((mark): mark is TextMark => mark.kind === 'text');
  const columns = marks.filter(({ vertical }) => vertical).toSorted((a, b) => b.x - a.x);
  if (columns.length > 0) return columns.map(({ text }) => text);
  return linesOf(marks).map((line) =>
    line
      .toSorted((a, b) => a.x + widthOf(a.text, a.size) / 2 - (b.x + widthOf(b.text, b.size) / 2))
      .map(({ text }) => text)
      .join(''),
  );
}

/** Marks whose middles lie within a third of their size of each other stand in one line. */
function linesOf(marks: readonly TextMark[]): TextMark[][] {
  const middle = ({ y, size }: TextMark): number => y + size / 2;
  const lines: TextMark[][] = [];
  for (const mark of marks.toSorted((a, b) => middle(a) - middle(b))) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (line && last && middle(mark) - middle(last) < Math.min(mark.size, last.size) / 3) line.push(mark);
    else lines.push([mark]);
  }
  return lines;
}

import { type CsvProfile, csvLine } from '#/base/rules/tables-out/csv.ts';

const byteOrderMark = '\ufeff';
/** Characters written at once. */
const piece = 64 * 1024;

/**
 * A CSV in UTF-8 with byte order mark, line by line.
 *
 * @throws RangeError on half of a surrogate pair, which UTF-8 cannot hold
 */
export async function* csvBytes(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  profile: CsvProfile,
): AsyncGenerator<Buffer> {
  let text = byteOrderMark;
  let row = 0;
  for await (const cells of rows) {
    row += 1;
    const line = csvLine(cells, profile);
    if (!line.isWellFormed()) throw new RangeError(`row ${row} holds half of a surrogate pair`);
    text += line;
    if (text.length < piece) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

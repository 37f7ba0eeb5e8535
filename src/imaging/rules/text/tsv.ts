/** What tesseract writes as TSV: a row for each block, paragraph, line and word, with its box and confidence. */
import type { Quad, TextLine } from './text.ts';

interface Line {
  left: number;
  top: number;
  width: number;
  height: number;
  words: { text: string; confidence: number }[];
}

/** Between Chinese letters no space belongs, between Latin words one does. */
const latin = /[\p{Script=Latin}\p{Nd}]/u;

export function linesOfTsv(tsv: string): TextLine[] {
  const lines: Line[] = [];
  for (const row of tsv.split('\n')) {
    const cells = row.split('\t');
    if (cells.length < 12) continue;
    const [level, , , , , , left, top, width, height, confidence] = cells.map(Number) as [number, ...number[]];
    const text = cells.slice(11).join('\t').trim();
    if (level === 4) lines.push({ left: left!, top: top!, width: width!, height: height!, words: [] });
    else if (level === 5 && text !== '') lines.at(-1)?.words.push({ text, confidence: confidence! });
  }
  return lines.flatMap(({ left, top, width, height, words }) => {
    if (words.length === 0) return [];
    const text = words.reduce((line, word) => {
      const isParted = latin.test(line.at(-1) ?? '') && latin.test(word.text[0] ?? '');
      return line === '' ? word.text : `${line}${isParted ? ' ' : ''}${word.text}`;
    }, '');
    const sum = words.reduce((all, word) => all + Math.max(0, word.confidence) * word.text.length, 0);
    const letters = words.reduce((all, word) => all + word.text.length, 0);
    const [right, bottom] = [left + width, top + height];
    const box: Quad = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
    return [{ text, box, confidence: Math.min(1, sum / letters / 100) }];
  });
}

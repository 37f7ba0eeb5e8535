/** Pages as they lie in the boxes of an office of the last century, by kind. */
import { type Face, type Mark, sheet, widthOf } from './marks.ts';
import type { Random } from './random.ts';
import {
  amount,
  day,
  documentNumber,
  matter,
  office,
  paragraph,
  person,
  type SecrecyMark,
  sentence,
  tableHeads,
  title,
} from './wording.ts';

export const pageKinds = ['notice', 'print', 'table', 'handwritten', 'vertical', 'cover', 'blank'] as const;
export type PageKind = (typeof pageKinds)[number];

const ink = '#1c1b1a';
const red = '#c4201c';

const layouts: Record<PageKind, (random: Random) => Mark[]> = {
  notice,
  print: (random) => print(random, random.pick(['song', 'kai', 'hei'])),
  table,
  handwritten,
  vertical,
  cover,
  blank: () => [],
};

/** `secrecy` is stamped last, so that a page without it is the same as ever. */
export const layOut = (kind: PageKind, random: Random, secrecy?: SecrecyMark): Mark[] => [
  ...layouts[kind](random),
  ...(secrecy === undefined ? [] : secrecyStamp(secrecy)),
];

const text = (face: Face, size: number, x: number, y: number, words: string, colour = ink, bold = 0): Mark => ({
  ...{ kind: 'text', face, size, x, y, text: words, colour },
  ...(bold > 0 ? { bold } : {}),
});

const centred = (face: Face, size: number, y: number, words: string, colour = ink, bold = 0): Mark =>
  text(face, size, (sheet.width - widthOf(words, size)) / 2, y, words, colour, bold);

const rule = (x1: number, y1: number, x2: number, y2: number, width: number, colour = ink): Mark => ({
  ...{ kind: 'line', width, colour },
  points: [
    [x1, y1],
    [x2, y2],
  ],
});

/** Words set in lines of this width, from `top` down to `bottom`. */
function body(
  face: Face,
  words: string,
  size: number,
  left: number,
  width: number,
  top: number,
  bottom: number,
): Mark[] {
  const lead = size * 1.55;
  const marks: Mark[] = [];
  let line = '';
  let y = top;
  for (const character of words) {
    // No line begins with a point or a comma.
    if (widthOf(line + character, size) > width && !/[，。、：]/.test(character)) {
      marks.push(text(face, size, left, y, line));
      line = '';
      y += lead;
      if (y + size > bottom) return marks;
    }
    line += character;
  }
  return line === '' ? marks : [...marks, text(face, size, left, y, line)];
}

/** Paragraphs until the space is full. */
function filled(face: Face, random: Random, size: number, top: number, bottom: number): Mark[] {
  const left = 330;
  const width = sheet.width - 2 * left;
  const marks: Mark[] = [];
  let y = top;
  while (y + size * 4 < bottom) {
    const block = body(face, paragraph(random, random.whole(60, 260)), size, left, width, y, bottom);
    marks.push(...block);
    y += block.length * size * 1.55;
  }
  return marks;
}

const pageNumber = (random: Random): Mark => centred('song', 40, 3290, `第${random.whole(1, 120)}页`);

function seal(x: number, y: number, random: Random): Mark[] {
  const radius = 235;
  return [
    { kind: 'disc', x, y, radius, colour: red, ring: 14 },
    { kind: 'arc', face: 'song', text: office(random), size: 62, x, y, radius: radius - 78, colour: red },
    text('song', 120, x - 60, y - 70, '印', red),
    text('song', 52, x - 104, y + 110, '专用印章', red),
  ];
}

/** 密级章: a stamp in a frame, at the upper right corner above everything else. */
function secrecyStamp(mark: SecrecyMark): Mark[] {
  const [left, top, right, bottom] = [1890, 150, 2230, 320];
  return [
    rule(left, top, right, top, 8, red),
    rule(right, top, right, bottom, 8, red),
    rule(right, bottom, left, bottom, 8, red),
    rule(left, bottom, left, top, 8, red),
    text('hei', 120, left + 50, top + 25, mark, red),
  ];
}

/** 红头文件: red head, number, red rule, title, text, date with a seal over it. */
function notice(random: Random): Mark[] {
  const head = `${office(random)}文件`;
  const size = Math.min(170, 1900 / head.length);
  const bottom = random.whole(1900, 2600);
  const x = random.whole(1450, 1750);
  return [
    centred('song', size, 420, head, red, 0.03),
    centred('song', 52, 720, documentNumber(random)),
    rule(330, 820, 2150, 820, 9, red),
    centred('song', 82, 960, title(random).slice(0, 22), ink, 0.02),
    text('kai', 56, 330, 1130, `${office(random)}：`),
    ...filled('song', random, 56, 1230, bottom),
    text('song', 56, x, bottom + 120, day(random)),
    ...seal(x + 230, bottom + 110, random),
    pageNumber(random),
  ];
}

/** Dense print in one face. */
function print(random: Random, face: Face): Mark[] {
  const size = random.whole(40, 54);
  return [...filled(face, random, size, random.whole(280, 420), 3180), pageNumber(random)];
}

/** 表格: ruled, with a heading and cells that are filled or not. */
function table(random: Random): Mark[] {
  const rows = random.whole(16, 30);
  const columns = random.whole(5, tableHeads.length);
  const [left, right, top, bottom] = [260, 2220, 640, 3140];
  const height = (bottom - top) / rows;
  const width = (right - left) / columns;
  const size = Math.min(44, width / 5.2);
  const marks: Mark[] = [
    centred('hei', 76, 380, `${matter(random)}登记报告`),
    text('song', 44, 330, 545, office(random)),
  ];
  for (let row = 0; row <= rows; row += 1) marks.push(rule(left, top + row * height, right, top + row * height, 4));
  for (let column = 0; column <= columns; column += 1)
    marks.push(rule(left + column * width, top, left + column * width, bottom, column % columns === 0 ? 8 : 4));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const words = row === 0 ? tableHeads[column] : cell(random, column, row);
      if (words)
        marks.push(
          text(
            row === 0 ? 'hei' : 'song',
            size,
            left + column * width + 14,
            top + row * height + (height - size) / 2,
            words,
          ),
        );
    }
  }
  return [...marks, pageNumber(random)];
}

function cell(random: Random, column: number, row: number): string {
  if (column === 0) return String(row);
  if (random.chance(0.15)) return '';
  return [
    () => office(random).slice(0, 5),
    () => person(random),
    () => matter(random).slice(0, 4),
    () => amount(random),
  ][column % 4]!();
}

/** 手写稿: letter paper with red rules, a hand that does not keep to them. */
function handwritten(random: Random): Mark[] {
  const marks: Mark[] = [centred('song', 70, 330, office(random), red)];
  const pitch = random.whole(118, 140);
  const colour = random.pick(['#20244d', ink]);
  for (let y = 560; y < 3150; y += pitch) {
    marks.push(rule(270, y, 2210, y, 4, red));
    if (y > 2900 || random.chance(0.08)) continue;
    const words = sentence(random).slice(0, random.whole(14, 24));
    const size = random.between(72, 84);
    let x = 300 + random.between(0, 60);
    for (const character of words) {
      marks.push(text('hand', size, x, y - size - 6 + random.between(-9, 9), character, colour));
      x += widthOf(character, size) * random.between(0.9, 1.06);
      if (x > 2130) break;
    }
  }
  return [...marks, ...signature(random, colour)];
}

/** A name written in one go. */
function signature(random: Random, colour: string): Mark[] {
  const points: [number, number][] = [];
  let [x, y] = [1500, 2990];
  for (let step = 0; step < 42; step += 1) {
    points.push([x, y]);
    x += random.between(-14, 30);
    y += random.between(-46, 46) - (y - 2990) * 0.25;
  }
  return [{ kind: 'line', points, width: 7, colour }];
}

/** 竖排: columns from right to left, as before 1956. */
function vertical(random: Random): Mark[] {
  const size = random.whole(50, 66);
  const rows = Math.floor(2700 / (size * 1.06));
  const marks: Mark[] = [];
  let words = paragraph(random, 40);
  for (let x = 2100; x > 330; x -= size * 1.7) {
    while (words.length < rows) words += paragraph(random, 120);
    marks.push({
      kind: 'text',
      face: random.chance(0.9) ? 'song' : 'kai',
      text: words.slice(0, rows),
      size,
      x,
      y: 400,
      colour: ink,
      vertical: true,
    });
    words = words.slice(rows);
  }
  return marks;
}

/** 案卷封面: a few lines on an empty sheet. */
function cover(random: Random): Mark[] {
  const facts = [
    `全宗号　${random.whole(100, 999)}`,
    `目录号　${random.whole(1, 40)}`,
    `案卷号　${random.whole(1, 900)}`,
    `保管期限　${random.pick(['永久', '长期'])}`,
  ];
  const first = random.whole(560, 820);
  return [
    centred('song', 120, first, office(random)),
    centred('kai', 92, first + 460, title(random).slice(0, 20)),
    rule(420, first + 590, 2060, first + 590, 5),
    centred('song', 64, first + 760, day(random)),
    ...facts.map((fact, index) => text('song', 58, 1420, 2480 + index * 130, fact)),
    ...facts.map((_, index) => rule(1400, 2560 + index * 130, 2120, 2560 + index * 130, 3)),
  ];
}

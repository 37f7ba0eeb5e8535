/** Packages (信息包) of finished products: what is in them, how their files are called (5.6-5; DA/T 31-2017 §9.6, DA/T 93-2022). */
import type { Words } from '#/base/rules/declare.ts';

/** sealed: decided, being made; made: all is there; failed: a file could not be made; withdrawn: holds no more. */
export const packageStates = ['sealed', 'made', 'failed', 'withdrawn'] as const;
export type PackageState = (typeof packageStates)[number];

export const packageStateNames: Record<PackageState, Words> = {
  sealed: { zh: '制作中', en: 'Being made' },
  made: { zh: '已制成', en: 'Made' },
  failed: { zh: '制作失败', en: 'Failed' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

export const fileKinds = ['image', 'pdf', 'ofd', 'list', 'tag'] as const;
export type FileKind = (typeof fileKinds)[number];

export const fileKindNames: Record<FileKind, Words> = {
  image: { zh: '图像', en: 'Image' },
  pdf: { zh: '双层 PDF', en: 'Dual-layer PDF' },
  ofd: { zh: '双层 OFD', en: 'Dual-layer OFD' },
  list: { zh: '目录与说明', en: 'Lists and notes' },
  tag: { zh: '包清单', en: 'Lists of the package' },
};

export const encodings = ['utf-8', 'gb18030', 'gbk'] as const;
/** How lists in CSV, XML and TXT are written; workbooks are in UTF-8 always. */
export type Encoding = (typeof encodings)[number];

export const encodingNames: Record<Encoding, string> = { 'utf-8': 'UTF-8', gb18030: 'GB18030', gbk: 'GBK' };

/** What stands in a name of a file on no system. */
const forbidden = /[\\/:*?"<>|\p{Cc}]/gu;
export const safeName = (name: string): string => name.replaceAll(forbidden, '_').replace(/^[. ]+|[. ]+$/g, '_');

/** `2026-001-SIP01`: the project's number, and a running one. */
export const packageNumber = (project: string, sequence: number): string =>
  `${project}-SIP${String(sequence).padStart(2, '0')}`;

export interface Named {
  fonds: string;
  code: string;
}

/** `naming` as the specification has it: `{code}` and `{image}`, the running number with four digits. */
export const imagePath = ({ fonds, code }: Named, naming: string, position: number, extension: string): string => {
  const name = naming.replaceAll('{code}', code).replaceAll('{image}', String(position).padStart(4, '0'));
  return `data/图像/${safeName(fonds)}/${safeName(code)}/${safeName(name)}.${extension}`;
};

export const bookPath = ({ fonds, code }: Named, kind: 'pdf' | 'ofd'): string =>
  `data/${kind.toUpperCase()}/${safeName(fonds)}/${safeName(code)}.${kind}`;

/** Names that one system or another takes for the same. */
export function clashing(codes: readonly Named[]): [string, string] | null {
  const seen = new Map<string, string>();
  for (const { fonds, code } of codes) {
    const key = bookPath({ fonds, code }, 'pdf').normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined && other !== code) return [other, code];
    seen.set(key, code);
  }
  return null;
}

import { posix } from 'node:path';
import { builtInFormats, type NumberFormat, readNumberFormat } from '#/base/rules/tables-in/number-format.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { TableRefused } from '../refused.ts';
import type { Package } from './zip.ts';
import { readXml } from './xml.ts';

export interface WorkbookSheet {
  name: string;
  hidden: boolean;
  part: string;
}

export interface Workbook {
  sheets: WorkbookSheet[];
  dates1904: boolean;
  hasMacros: boolean;
  stringsPart: string | null;
  stylesPart: string | null;
}

interface Relation {
  /** The last step of its type, which the two editions of the standard share: `worksheet`. */
  type: string;
  part: string;
}

/** Relations of a part by id; targets outside the package are passed over. */
async function relationsOf(from: Package, part: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  const folder = posix.dirname(part);
  const own = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!from.has(own)) return relations;
  await readXml(own, from.chunks(own), {
    open: (name, { Id: id, Type: type, Target: target, TargetMode: mode }) => {
      if (name !== 'Relationship' || !id || !target || mode === 'External') return;
      const path = posix.join('/', target.startsWith('/') ? '' : folder, target).slice(1);
      relations.set(id, { type: type?.split('/').at(-1) ?? '', part: path });
    },
  });
  return relations;
}

/** What a package without a workbook is, in words. */
function foreignKind(from: Package): string {
  if (from.has('xl/workbook.bin')) return 'Excel .xlsb';
  if (from.has('word/document.xml')) return 'Word .docx';
  if (from.has('ppt/presentation.xml')) return 'PowerPoint .pptx';
  if (from.has('content.xml') && from.has('mimetype')) return 'OpenDocument .ods';
  return from.has('ofd.xml') ? 'OFD' : 'ZIP';
}

/** @throws TableRefused */
export async function readWorkbook(from: Package): Promise<Workbook> {
  const roots = [...(await relationsOf(from, '')).values()];
  const part = roots.find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  const isWorkbook = from.has(part) && part.endsWith('.xml') && !/^(word|ppt)\//.test(part);
  if (!isWorkbook) throw new TableRefused(refuse('table-format-unknown', { format: foreignKind(from) }));
  const relations = await relationsOf(from, part);
  const sheets: WorkbookSheet[] = [];
  let dates1904 = false;
  await readXml(part, from.chunks(part), {
    open: (name, attributes) => {
      if (name === 'workbookPr') dates1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const idName = Object.keys(attributes).find((key) => key.endsWith(':id'));
      const relation = relations.get(attributes[idName ?? ''] ?? '');
      // Charts and dialogs are sheets too, but hold no cells.
      if (relation?.type !== 'worksheet') return;
      const hidden = /hidden$/i.test(attributes['state'] ?? '');
      sheets.push({ name: attributes['name'] ?? '', hidden, part: relation.part });
    },
  });
  const all = [...relations.values()];
  const partOf = (type: string): string | null =>
    all.find((one) => one.type === type && from.has(one.part))?.part ?? null;
  const hasMacros = all.some(({ type }) => type === 'vbaProject' || type === 'xlMacrosheet');
  return { sheets, dates1904, hasMacros, stringsPart: partOf('sharedStrings'), stylesPart: partOf('styles') };
}

export const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

/** The number format of each cell style. */
export async function readStyles(from: Package, part: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let inCells = false;
  await readXml(part, from.chunks(part), {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(Number(attributes['numFmtId'] ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles.map((id) => readNumberFormat(codes.get(id) ?? builtInFormats[id] ?? 'General'));
}

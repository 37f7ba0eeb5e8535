import { SaxesParser } from 'saxes';
import { refuse } from '#/base/rules/refusal.ts';
import { damaged, TableRefused } from '../refused.ts';

export type Attributes = Readonly<Record<string, string>>;

/** Elements by their local names: some writers prefix them all. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
  /** Where the reader is, for a person. */
  where?(): { zh: string; en: string };
}

/** Workbooks nest a dozen levels. */
const deepest = 200;
/** Characters without any element: no cell is so long. */
const longestToken = 8 << 20;

const local = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
};

/**
 * A part of a workbook, chunk by chunk. Entities are the five of XML only: a document type
 * definition is refused, so none can be declared and nothing expands.
 */
export class XmlReader {
  readonly #part: string;
  readonly #handler: XmlHandler;
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #depth = 0;
  #sinceElement = 0;

  constructor(part: string, handler: XmlHandler) {
    this.#part = part;
    this.#handler = handler;
    const parser = this.#parser;
    parser.on('doctype', () => {
      throw new TableRefused(refuse('table-dtd', { part }));
    });
    parser.on('opentag', ({ name, attributes }) => {
      this.#sinceElement = 0;
      this.#depth += 1;
      if (this.#depth > deepest) throw damaged(part);
      handler.open?.(local(name), attributes);
    });
    parser.on('closetag', ({ name }) => {
      this.#sinceElement = 0;
      this.#depth -= 1;
      handler.close?.(local(name));
    });
    if (handler.text) {
      const text = (content: string): void => handler.text?.(content);
      parser.on('text', text);
      parser.on('cdata', text);
    }
  }

  /** @throws TableRefused */
  write(chunk: Buffer): void {
    this.#sinceElement += chunk.length;
    if (this.#sinceElement > longestToken) throw this.#damaged();
    this.#guard(() => void this.#parser.write(this.#decoder.decode(chunk, { stream: true })));
  }

  /** @throws TableRefused */
  end(): void {
    this.#guard(() => void this.#parser.write(this.#decoder.decode()).close());
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw error instanceof TableRefused ? error : this.#damaged();
    }
  }

  #damaged(): TableRefused {
    const { zh, en } = this.#handler.where?.() ?? { zh: '', en: '' };
    return damaged(`${this.#part}${zh}`, `${this.#part}${en}`);
  }
}

/** @throws TableRefused */
export async function readXml(part: string, chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const reader = new XmlReader(part, handler);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}

/** ST_Xstring: `_x000D_` stands for a character that XML cannot hold or would change. */
export const decodeXstring = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** XML 1.0, production [2] Char: what an archival package, an OFD or an XLSX can hold at all. */
const outside = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export interface XmlTrouble {
  /** UTF-16 units before it. */
  at: number;
  /** `U+0000`: NUL, other control characters, half of a surrogate pair, U+FFFE, U+FFFF. */
  codePoint: string;
}

/** The first character that XML 1.0 cannot hold, or null. */
export function xmlTrouble(text: string): XmlTrouble | null {
  const found = outside.exec(text);
  if (!found) return null;
  const code = found[0].codePointAt(0) ?? 0;
  return { at: found.index, codePoint: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` };
}

const everyOutside = new RegExp(outside.source, 'gu');

/** With U+FFFD for each of them: what is told of a text must be storable when the text is not. */
export const legible = (text: string): string => text.replace(everyOutside, '\ufffd');

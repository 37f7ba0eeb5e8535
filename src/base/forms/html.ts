/**
 * A tiny template for print forms: everything is escaped, only `Html` passes as it is.
 *
 * There is no way to make `Html` from a string but these functions, so a title with `<script>` in
 * it can only ever be printed, not run.
 */
export class Html {
  readonly #text: string;

  /** Only this file may make one; a caller would need the key. */
  constructor(key: symbol, text: string) {
    if (key !== ownKey) throw new TypeError('Html is made by html``, never from a string');
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

const ownKey = Symbol('html');
const made = (text: string): Html => new Html(ownKey, text);

export type Slot = string | number | bigint | Html | readonly Html[] | null | undefined;

// XML 1.0 §2.2 Char; a lone surrogate is not a character either.
const notXml = /[^\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** @throws RangeError for a character outside XML 1.0: it could not be stored, checked or reprinted. */
export function escapeText(text: string): string {
  const bad = notXml.exec(text)?.[0];
  if (bad !== undefined) {
    const point = bad.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    throw new RangeError(`character U+${point} cannot be printed`);
  }
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

function render(slot: Slot): string {
  if (slot === null || slot === undefined) return '';
  if (slot instanceof Html) return slot.toString();
  if (Array.isArray(slot)) return slot.map(render).join('');
  // Anything else, whatever its toString says, is text.
  return escapeText(String(slot));
}

/**
 * @throws TypeError for a value outside quotes in a tag (`<td class=${x}>`), where escaping does
 * not protect.
 */
export function html(parts: TemplateStringsArray, ...slots: readonly Slot[]): Html {
  let text = parts[0] ?? '';
  slots.forEach((slot, index) => {
    if (text.trimEnd().endsWith('=') && text.lastIndexOf('<') > text.lastIndexOf('>')) {
      throw new TypeError('a value in a tag must stand in quotes');
    }
    text += render(slot) + (parts[index + 1] ?? '');
  });
  return made(text);
}

export const join = (pieces: readonly Html[], between: Html | null = null): Html =>
  made(pieces.map(String).join(between === null ? '' : between.toString()));

export const each = <T>(items: readonly T[], piece: (item: T, index: number) => Html): Html => join(items.map(piece));

const svgTag = /<[^>]*>/g;
const safeTag =
  /^<(?:\/(?:svg|g|path|rect|polygon|polyline|line|circle)|(?:svg|g|path|rect|polygon|polyline|line|circle)(?:\s+[a-zA-Z][\w:-]*="[^"<>&]*")*\s*\/?)>$/;
const unsafeAttribute = /\s(?:on\w*|style|href|xlink:href|class|id)\s*=|url\s*\(|javascript:/i;

/**
 * A drawing made by a barcode library, let through only when it consists of plain shapes: no text,
 * script, style, link or event.
 *
 * @throws TypeError for anything else.
 */
export function svgDrawing(svg: string): Html {
  const text = svg.trim();
  const between = text.replace(svgTag, '').trim();
  const tags = text.match(svgTag) ?? [];
  const plain = tags.every((tag) => safeTag.test(tag) && !unsafeAttribute.test(tag));
  if (!text.startsWith('<svg') || !text.endsWith('</svg>') || between !== '' || !plain) {
    throw new TypeError('not a plain SVG drawing');
  }
  return made(text);
}

/** A photograph as it stands in a form: base64, so that the paper needs nothing beside itself. */
export interface FormPhoto {
  mediaType: string;
  base64: string;
}

/**
 * A photograph, let through only as a JPEG or PNG in base64: nothing is loaded from anywhere.
 *
 * @throws TypeError for anything else.
 */
export function photograph({ mediaType, base64 }: FormPhoto, alt: string): Html {
  if (!/^image\/(?:jpeg|png)$/.test(mediaType) || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw new TypeError('not a photograph in base64');
  }
  return made(`<img src="data:${mediaType};base64,${base64}" alt="${escapeText(alt)}" />`);
}

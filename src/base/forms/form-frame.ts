/**
 * The A4 frame of every printed form: title and version, QR, pages x/y, signature boxes, hash.
 *
 * Browsers before Chromium 131 cannot count printed pages in CSS, so a form is laid out in sheets
 * here, and each sheet says which one it is of how many.
 */
import { writeFormMark } from '#/base/rules/form-mark.ts';
import { formStyle, nonceMark } from './form-style.ts';
import { each, html, svgDrawing, type Html, type Slot } from './html.ts';

export interface Mark {
  id: string;
  hash: string;
  qrSvg: string;
  version: number;
  /** Texts of what turned out to be classified were taken out since it was printed. */
  cleared?: boolean;
}

export interface Signature {
  /** Who signs, e.g. 移交方(档案部门). */
  role: string;
  /** Printed name, when the person is already known. */
  name?: string;
}

export interface FormFrame {
  /** `<room>.<form>`. */
  form: string;
  version: number;
  /** Id of the stored print. */
  id: string;
  /** First 16 hex digits of the digest of the canonical data JSON. */
  hash: string;
  /** QR drawing of `qrText()`, made by the server's barcode library. */
  qrSvg: string;
  /** As in its mark. */
  cleared?: boolean;
  title: string;
  /** A line under the title: project, batch, which copy of two. */
  subtitle?: string;
  orientation?: 'portrait' | 'landscape';
  /** One piece is one sheet; `tablePages` cuts a long table into sheets. */
  body: Html | readonly Html[];
  /** Boxes under the last sheet. Both sides sign a hand-over (6.2). */
  signatures: readonly Signature[];
}

/** What the QR code says. */
export const qrText = (frame: Pick<FormFrame, 'form' | 'version' | 'id' | 'hash'>): string => writeFormMark(frame);

const signatureBox = (signature: Signature): Html =>
  html`<div class="signature">
    <div class="role">${signature.role}</div>
    <div class="line"><span>签字</span><i>${signature.name ?? ''}</i></div>
    <div class="line"><span>日期</span><i></i></div>
  </div>`;

function head(frame: FormFrame): Html {
  return html`<header class="head">
    <div class="names">
      <h1>${frame.title}</h1>
      ${frame.subtitle === undefined ? null : html`<div class="sub">${frame.subtitle}</div>`}
    </div>
    <div class="meta">
      <div>表单 ${frame.form}</div>
      <div>第 ${frame.version} 版</div>
      <div>${frame.id}</div>
    </div>
    <div class="qr">${svgDrawing(frame.qrSvg)}</div>
  </header>`;
}

function originOf({ cleared = false, signatures }: FormFrame): string {
  if (cleared) return '重打：涉密内容已清除，校验值为原打印件的';
  return `本表由系统生成${signatures.length === 0 ? '' : '，签字后扫描回传'}`;
}

function foot(frame: FormFrame, page: number, pages: number): Html {
  return html`<footer class="foot">
    <span class="origin">${originOf(frame)}</span>
    <span>校验值 <span class="hash">${frame.hash}</span></span>
    <span class="pages">第 ${page} 页 / 共 ${pages} 页</span>
  </footer>`;
}

const plural = (body: FormFrame['body']): readonly Html[] => (Array.isArray(body) ? body : [body as Html]);

/**
 * The whole document, ready for the preview's sandboxed frame.
 *
 * @throws RangeError when mark or text cannot be printed; TypeError when the QR is not a drawing.
 */
export function formFrame(frame: FormFrame): Html {
  // Refuses a mark that could not be read back before anything is printed.
  const mark = qrText(frame);
  const bodies = plural(frame.body);
  const signatures =
    frame.signatures.length === 0
      ? null
      : html`<section class="signatures">${each(frame.signatures, signatureBox)}</section>`;
  const sheets = each(
    bodies,
    (body, index) =>
      html`<article class="sheet">
        ${head(frame)}
        <div class="body">${body}</div>
        ${index === bodies.length - 1 ? signatures : null} ${foot(frame, index + 1, bodies.length)}
      </article>`,
  );
  const size = frame.orientation === 'landscape' ? 'landscape' : 'portrait';
  const pageRule = size === 'landscape' ? pageStyles.landscape : pageStyles.portrait;
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <style nonce="${nonceMark}">
          ${pageRule}${plainCss}
        </style>
        <title>${frame.title} ${mark}</title>
      </head>
      <body class="${size}">
        ${sheets}
      </body>
    </html>`;
}

const pageStyles = {
  portrait: html`@page { size: A4 portrait; margin: 0; }`,
  landscape: html`@page { size: A4 landscape; margin: 0; }`,
};

// Style text is raw text in HTML: quotes must not become entities there.
const plainCss: Html = html(Object.assign([formStyle], { raw: [formStyle] }) as TemplateStringsArray);

/** A label with its value, for the block above a table; `wide` takes a whole line: digests, sentences. */
export const facts = (pairs: readonly (readonly [label: string, value: Slot, wide?: 'wide'])[]): Html =>
  html`<dl class="facts">
    ${each(
      pairs,
      ([label, value, wide]) =>
        html`<div class="${wide}">
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

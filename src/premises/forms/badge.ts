import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import { each, type FormPhoto, html, type Html, photograph, svgDrawing } from '#/base/forms/html.ts';

export interface BadgeCard {
  number: string;
  name: string;
  party: string;
  post: string;
  /** Last day on which it holds. */
  validUntil: string;
  /** Names the photograph; the print keeps none. */
  photoSha256: string;
}

/** What only the paper shows: kept by no record of the print. */
export interface ShownOnCard {
  photo: FormPhoto;
  /** QR drawing of the badge's code. */
  codeSvg: string;
}

export interface BadgeData {
  archiveName: string;
  placeName: string;
  cards: BadgeCard[];
  /** One a card, in the same order; absent when the record of a print is printed again. */
  shown?: ShownOnCard[];
}

/** Cards of 86 × 54 mm (GB/T 14916 ID-1, in whole millimetres), two by four on a sheet. */
const cardsOnSheet = 8;

function card(data: BadgeData, one: BadgeCard, shown: ShownOnCard | undefined): Html {
  return html`<section class="card">
    <div class="card-head"><b>工作牌</b><span>${data.archiveName}</span></div>
    <div class="card-photo">
      ${shown === undefined ? html`<span>照片只印在工牌上</span>` : photograph(shown.photo, `${one.name} 的照片`)}
    </div>
    <div class="card-text">
      <strong>${one.name}</strong>
      <span>${one.party}</span>
      <span>${one.post}</span>
      <span class="card-place">${data.placeName}</span>
    </div>
    <div class="card-code">${shown === undefined ? null : svgDrawing(shown.codeSvg)}</div>
    <div class="card-foot"><span>编号 ${one.number}</span><span>有效期至 ${one.validUntil}</span></div>
  </section>`;
}

/** 工牌 (4.7-1): with photograph and a code that names nobody, to be cut out along the lines. */
export const badgeForm = {
  form: 'premises.badge',
  version: 1,
  render: (data: BadgeData, mark: Mark): Html => {
    const cards = data.cards.map((one, index) => card(data, one, data.shown?.[index]));
    const sheets = Array.from({ length: Math.ceil(cards.length / cardsOnSheet) }, (_, sheet) =>
      cards.slice(sheet * cardsOnSheet, (sheet + 1) * cardsOnSheet),
    );
    return formFrame({
      ...mark,
      form: 'premises.badge',
      title: '工牌',
      subtitle: `${data.archiveName}　共 ${cards.length} 块，沿虚线裁下`,
      body: sheets.map((sheet) => html`<div class="cards">${each(sheet, (one) => one)}</div>`),
      signatures: [],
    });
  },
};

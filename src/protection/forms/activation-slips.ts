import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import { each, html, type Html } from '#/base/forms/html.ts';

export interface ActivationSlips {
  archiveName: string;
  printedOn: string;
  slips: { name: string; party: string; username: string }[];
  /** One a slip, in the same order; on the first paper only. */
  codes?: string[];
  /** When the codes lapse, in the site's time. */
  until?: string;
}

const slipsOnSheet = 8;

function slip(data: ActivationSlips, one: ActivationSlips['slips'][number], index: number): Html {
  const code = data.codes?.[index];
  return html`<section class="card">
    <div class="card-head"><b>启用码</b><span>${data.archiveName}</span></div>
    <div class="slip">
      <strong>${one.name}</strong>
      <span>${one.party}</span>
      <span>登录名　<b>${one.username}</b></span>
      <span>启用码　<b>${code ?? '只在首次打印的单上'}</b></span>
      <span>在已登记终端的登录页点“首次登录：启用账号”，自设口令。阅后销毁，不得转交。</span>
    </div>
    <div class="card-foot">
      <span>${data.printedOn}</span>
      <span>${data.until === undefined ? '' : `有效至 ${data.until}`}</span>
    </div>
  </section>`;
}

/** 启用码单: one slip a person, to be cut out and handed to him alone (5.5-1). */
export const activationSlipsForm = {
  form: 'protection.activation-slips',
  version: 1,
  render: (data: ActivationSlips, mark: Mark): Html => {
    const slips = data.slips.map((one, index) => slip(data, one, index));
    const sheets = Array.from({ length: Math.ceil(slips.length / slipsOnSheet) }, (_, sheet) =>
      slips.slice(sheet * slipsOnSheet, (sheet + 1) * slipsOnSheet),
    );
    return formFrame({
      ...mark,
      form: 'protection.activation-slips',
      title: '账号启用码',
      subtitle: `${data.archiveName}　共 ${slips.length} 人，沿虚线裁下，分别交本人`,
      body: sheets.map((sheet) => html`<div class="cards">${each(sheet, (one) => one)}</div>`),
      signatures: [],
    });
  },
};

import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import { html, svgDrawing, type Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';

export interface CheckpointData {
  archiveName: string;
  timeZone: string;
  size: string;
  signedAt: string;
  /** The signed note, byte for byte. */
  note: string;
  /** QR drawing of the note. */
  noteQr: string;
  cosigners: string[];
}

/** 值班日志校验点页 (5.5-5): the newest checkpoint on paper, outside every machine. */
export const checkpointForm = {
  form: 'protection.checkpoint',
  version: 1,
  render: (data: CheckpointData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'protection.checkpoint',
      title: '审计日志校验点',
      subtitle: data.archiveName,
      body: html`${facts([
          ['条目数', data.size],
          ['签署时间', siteTime(data.signedAt, data.timeZone)],
          ['外部存证', data.cosigners.length === 0 ? '无（仅本机签名）' : data.cosigners.join('、')],
          ['用途', '由审计员离机保存；核验日志时扫描下方二维码，或录入其右侧文本', 'wide'],
        ])}
        <div class="checkpoint">
          <div class="drawing">${svgDrawing(data.noteQr)}</div>
          <pre>${data.note}</pre>
        </div>`,
      signatures: [{ role: '值班人' }, { role: '审计员' }],
    }),
};

import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';

export interface FootageHandoverData {
  archiveName: string;
  timeZone: string;
  placeName: string;
  number: string;
  mediumNumber: string;
  handedBy: string;
  receivedBy: string;
  receivedAt: string;
  remark: string;
  rows: { camera: string; from: string; to: string; fileName: string; bytes: string; sha256: string }[];
}

/** Thousands apart, as on a packing list. */
const grouped = (bytes: string): string => bytes.replace(/\B(?=(\d{3})+$)/g, ' ');

/** 监控数据移交单 (4.3-5): period, camera, size and digest of each file, number of the medium. */
export const footageHandoverForm = {
  form: 'premises.footage-handover',
  version: 1,
  render: (data: FootageHandoverData, mark: Mark): Html => {
    const total = data.rows.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n);
    return formFrame({
      ...mark,
      form: 'premises.footage-handover',
      title: '监控数据移交单',
      subtitle: `${data.archiveName}　编号 ${data.number}`,
      orientation: 'landscape',
      body: tablePages({
        orientation: 'landscape',
        columns: [
          { title: '摄像机', width: 24 },
          { title: '起', width: 36, align: 'mid' },
          { title: '止', width: 36, align: 'mid' },
          { title: '文件', width: 56 },
          { title: '字节', width: 30, align: 'num' },
          { title: '摘要 SHA-256', width: 87 },
        ],
        rows: data.rows.map((row) => [
          row.camera,
          siteTime(row.from, data.timeZone),
          siteTime(row.to, data.timeZone),
          row.fileName,
          grouped(row.bytes),
          row.sha256,
        ]),
        before: {
          content: facts([
            ['加工场所', data.placeName],
            ['介质编号', data.mediumNumber],
            ['文件数', String(data.rows.length)],
            ['总字节', grouped(String(total))],
            ['移交时间', siteTime(data.receivedAt, data.timeZone)],
            ['备注', data.remark],
          ]),
          height: 34,
        },
        signatureHeight: 33,
      }),
      signatures: [
        { role: '移交人（服务机构）', name: data.handedBy },
        { role: '接收人（档案部门）', name: data.receivedBy },
      ],
    });
  },
};

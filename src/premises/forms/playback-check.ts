import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { type LateLine, lateLine } from '#/base/forms/late-line.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';

export interface PlaybackCheckData {
  archiveName: string;
  timeZone: string;
  number: string;
  camera: string;
  /** What the camera is confirmed to show. */
  shows: string;
  from: string;
  to: string;
  /** The first day on which what it vouches for may go, by its age (4.3-6). */
  keptUntil: string | null;
  findings: string;
  issue: string | null;
  stills: number;
  checkedBy: string;
  checkedAt: string;
  late: LateLine | null;
  rows: { from: string; to: string }[];
}

const lengthOf = (from: string, to: string): string => {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} 秒` : `${minutes} 分 ${seconds % 60} 秒`;
};

/** 视频回放检查记录 (4.3-7, 4.3-8): which period of which camera, what of it was seen, and what was found. */
export const playbackCheckForm = {
  form: 'premises.playback-check',
  version: 1,
  render: (data: PlaybackCheckData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'premises.playback-check',
      title: '视频回放检查记录',
      subtitle: `${data.archiveName}　编号 ${data.number}`,
      body: tablePages({
        columns: [
          { title: '序号', width: 16, align: 'mid' },
          { title: '抽查起', width: 58, align: 'mid' },
          { title: '抽查止', width: 58, align: 'mid' },
          { title: '时长', width: 50, align: 'mid' },
        ],
        rows: data.rows.map((row, index) => [
          String(index + 1),
          siteTime(row.from, data.timeZone),
          siteTime(row.to, data.timeZone),
          lengthOf(row.from, row.to),
        ]),
        before: {
          content: facts([
            ['摄像机', data.camera],
            ['覆盖点位', data.shows || '未确认'],
            ['录像起', siteTime(data.from, data.timeZone)],
            ['录像止', siteTime(data.to, data.timeZone)],
            ['保存到期', data.keptUntil === null ? '未定' : siteTime(data.keptUntil, data.timeZone)],
            ['异常截图', data.stills === 0 ? '无' : `${data.stills} 张（随附件保存）`],
            ['检查情况', data.findings, 'wide'],
            ['结论', data.issue === null ? '正常' : `异常，问题编号 ${data.issue}`],
            ['检查时间', siteTime(data.checkedAt, data.timeZone)],
            ...lateLine(data.late, data.timeZone),
          ]),
          height: data.late === null ? 60 : 70,
        },
        signatureHeight: 33,
      }),
      signatures: [{ role: '检查人（档案部门）', name: data.checkedBy }],
    }),
};

import {
  ClockCircleOutlined,
  CopyOutlined,
  DeleteOutlined,
  PaperClipOutlined,
  ScheduleOutlined,
} from '@ant-design/icons';
import { baseApi } from '#/base/rules/api.ts';
import { attachmentList, copyList, lateList, tombstoneList } from '#/base/rules/api/files.ts';
import { jobList } from '#/base/rules/api/jobs.ts';
import { menuPage, type WebRoom } from './room.ts';

const pages = [
  menuPage({ icon: PaperClipOutlined, group: 'oversight', last: true }, '/attachments', attachmentList, () =>
    import('./pages/AttachmentsPage.tsx').then((m) => m.AttachmentsPage),
  ),
  menuPage({ icon: ClockCircleOutlined, group: 'oversight', last: true }, '/late-entries', lateList, () =>
    import('./pages/LatePage.tsx').then((m) => m.LatePage),
  ),
  menuPage({ icon: CopyOutlined, group: 'protection', letter: 'c', last: true }, '/copies', copyList, () =>
    import('./pages/CopiesPage.tsx').then((m) => m.CopiesPage),
  ),
  menuPage({ icon: DeleteOutlined, group: 'protection', last: true }, '/tombstones', tombstoneList, () =>
    import('./pages/TombstonesPage.tsx').then((m) => m.TombstonesPage),
  ),
  menuPage({ icon: ScheduleOutlined, group: 'system', letter: 'j', last: true }, '/jobs', jobList, () =>
    import('./pages/JobsPage.tsx').then((m) => m.JobsPage),
  ),
];

/** What base itself shows: attachments, late entries, copies, purges and jobs. */
export const baseRoom: WebRoom = {
  name: 'base',
  menu: pages.map(({ item }) => item),
  routes: pages.map(({ route }) => route),
  acts: baseApi,
};

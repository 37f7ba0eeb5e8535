import {
  EditOutlined,
  ExportOutlined,
  ImportOutlined,
  InboxOutlined,
  LockOutlined,
  ReconciliationOutlined,
  ScanOutlined,
  StopOutlined,
  ToolOutlined,
} from '@ant-design/icons';
import { homeList, menuPage, type WebRoom } from '#/base/web/room.ts';
import { custodyApi } from '../rules/api.ts';
import { batchList, batchShow, countScan } from '../rules/api/batches.ts';
import { custodyDueList } from '../rules/api/due.ts';
import { damageList } from '../rules/api/damage.ts';
import { originalList } from '../rules/api/originals.ts';
import { haltList, sweepShow } from '../rules/api/sweeps.ts';
import { cabinetList, workStore } from '../rules/api/work.ts';
import { damageStrings } from './damage-strings.ts';
import { ScanAnywhere } from './ScanAnywhere.tsx';
import { strings } from './strings.ts';
import './custody.css';

const originals = menuPage({ icon: InboxOutlined, group: 'originals' }, '/originals', originalList, () =>
  import('./OriginalsPage.tsx').then((m) => m.OriginalsPage),
);
const batches = menuPage({ icon: ReconciliationOutlined, group: 'originals', letter: 'u' }, '/batches', batchList, () =>
  import('./BatchesPage.tsx').then((m) => m.BatchesPage),
);
const work = menuPage(
  {
    icon: ScanOutlined,
    group: 'originals',
    letter: 'g',
    title: { zh: strings.zh.workTitle, en: strings.en.workTitle },
    needs: [cabinetList.name, workStore.name],
  },
  '/desk-work',
  cabinetList,
  () => import('./WorkPage.tsx').then((m) => m.WorkPage),
);
const lockup = menuPage({ icon: LockOutlined, group: 'originals' }, '/lockup', sweepShow, () =>
  import('./LockupPage.tsx').then((m) => m.LockupPage),
);
const damage = menuPage(
  { icon: ToolOutlined, group: 'originals', title: { zh: damageStrings.zh.title, en: damageStrings.en.title } },
  '/damage',
  damageList,
  () => import('./DamagePage.tsx').then((m) => m.DamagePage),
);
const halts = menuPage({ icon: StopOutlined, group: 'originals' }, '/halts', haltList, () =>
  import('./HaltsPage.tsx').then((m) => m.HaltsPage),
);

/** Pages of originals (6). */
export const custodyRoom: WebRoom = {
  name: 'custody',
  menu: [originals.item, batches.item, work.item, lockup.item, halts.item, damage.item],
  routes: [
    ...[originals.route, batches.route, work.route, lockup.route, halts.route, damage.route],
    {
      path: '/batches/:id',
      title: batchShow.label,
      needs: [batchShow.name],
      load: () => import('./BatchPage.tsx').then((m) => m.BatchPage),
    },
  ],
  listener: ScanAnywhere,
  home: [
    homeList({
      key: 'custody.due',
      kind: 'todo',
      title: custodyDueList.label,
      empty: { zh: '没有待办的调档、入柜、损毁和涉密事项。', en: 'Nothing waits among originals.' },
      path: '/batches',
      view: custodyDueList,
      input: {},
      item: ({ id, title, note, at, overdue, path }) => ({
        ...{ id, title, note, overdue, path },
        ...(at !== null && { at }),
      }),
    }),
  ],
  actions: [
    {
      key: 'custody.out',
      title: { zh: '调档', en: 'Fetch' },
      note: { zh: '清点并交给服务机构', en: 'Count and hand over' },
      path: '/batches?state=approved',
      icon: ExportOutlined,
      needs: [countScan.name],
    },
    {
      key: 'custody.back',
      title: { zh: '还档', en: 'Return' },
      note: { zh: '清点归还的档案', en: 'Count what comes back' },
      path: '/batches?state=out',
      icon: ImportOutlined,
      needs: [countScan.name],
    },
    {
      key: 'custody.lockup',
      title: { zh: '今日未入柜', en: 'Not locked up' },
      note: { zh: '下班前逐柜清点', en: 'Sweep before the shift ends' },
      path: '/lockup',
      icon: LockOutlined,
      needs: [sweepShow.name, cabinetList.name],
    },
    {
      key: 'custody.sign',
      title: { zh: '待我签字', en: 'Mine to sign' },
      note: { zh: '需要我同意的交接和申请', en: 'Handovers and requests that wait for me' },
      path: '/approvals',
      icon: EditOutlined,
      needs: [countScan.name],
    },
  ],
  acts: custodyApi,
};

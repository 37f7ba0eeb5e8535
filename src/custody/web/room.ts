import { InboxOutlined, LockOutlined, ReconciliationOutlined, ScanOutlined, StopOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { custodyApi } from '../rules/api.ts';
import { batchList, batchShow } from '../rules/api/batches.ts';
import { originalList } from '../rules/api/originals.ts';
import { haltList, sweepShow } from '../rules/api/sweeps.ts';
import { cabinetList, workStore } from '../rules/api/work.ts';
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
const halts = menuPage({ icon: StopOutlined, group: 'originals' }, '/halts', haltList, () =>
  import('./HaltsPage.tsx').then((m) => m.HaltsPage),
);

/** Pages of originals (6). */
export const custodyRoom: WebRoom = {
  name: 'custody',
  menu: [originals.item, batches.item, work.item, lockup.item, halts.item],
  routes: [
    ...[originals.route, batches.route, work.route, lockup.route, halts.route],
    {
      path: '/batches/:id',
      title: batchShow.label,
      needs: [batchShow.name],
      load: () => import('./BatchPage.tsx').then((m) => m.BatchPage),
    },
  ],
  home: [],
  acts: custodyApi,
};

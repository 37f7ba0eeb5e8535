import { AuditOutlined, SafetyCertificateOutlined, SwapOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { acceptanceApi } from '../rules/api.ts';
import { checkShow } from '../rules/api/checks.ts';
import { batchList, samplingShow } from '../rules/api/sampling.ts';
import { securityShow } from '../rules/api/security.ts';
import { transferShow } from '../rules/api/transfer.ts';
import { strings } from './strings.ts';
import { transferStrings } from './transfer-strings.ts';
import './acceptance.css';

const titled = (key: 'batchesTitle' | 'securityTitle') => ({ title: { zh: strings.zh[key], en: strings.en[key] } });

const batches = menuPage(
  { icon: AuditOutlined, group: 'delivery', ...titled('batchesTitle') },
  '/sampling',
  batchList,
  () => import('./BatchesPage.tsx').then((m) => m.BatchesPage),
);
const security = menuPage(
  { icon: SafetyCertificateOutlined, group: 'delivery', ...titled('securityTitle') },
  '/security-acceptance',
  securityShow,
  () => import('./SecurityPage.tsx').then((m) => m.SecurityPage),
);

const transfer = menuPage(
  {
    ...{ icon: SwapOutlined, group: 'delivery' as const },
    title: { zh: transferStrings.zh.title, en: transferStrings.en.title },
  },
  '/transfers',
  transferShow,
  () => import('./TransferPage.tsx').then((m) => m.TransferPage),
);

/** Pages of the acceptance (5.6, 7). */
export const acceptanceRoom: WebRoom = {
  name: 'acceptance',
  menu: [batches.item, transfer.item, security.item],
  routes: [
    batches.route,
    transfer.route,
    security.route,
    {
      path: '/sampling/:id',
      title: samplingShow.label,
      needs: [samplingShow.name],
      load: () => import('./SamplePage.tsx').then((m) => m.SamplePage),
    },
    {
      path: '/checks/:id',
      title: checkShow.label,
      needs: [checkShow.name],
      load: () => import('./CheckPage.tsx').then((m) => m.CheckPage),
    },
  ],
  acts: acceptanceApi,
};

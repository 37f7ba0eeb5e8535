import { ScanOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { imagingApi } from '../rules/api.ts';
import { captureOpen, captureShow } from '../rules/api/captures.ts';
import { strings } from './strings.ts';
import './imaging.css';

const capture = menuPage(
  {
    icon: ScanOutlined,
    group: 'work',
    needs: [captureShow.name, captureOpen.name],
    title: { zh: strings.zh.captureTitle, en: strings.en.captureTitle },
  },
  '/capture',
  captureShow,
  () => import('./CapturePage.tsx').then((m) => m.CapturePage),
);

/** Pages of the images (5.6). */
export const imagingRoom: WebRoom = {
  name: 'imaging',
  menu: [capture.item],
  routes: [capture.route],
  actions: [
    {
      key: 'imaging.capture',
      title: { zh: '扫描', en: 'Scan' },
      note: { zh: '扫流程单开卷', en: 'Scan a slip, feed its pages' },
      path: '/capture',
      icon: ScanOutlined,
      needs: [captureShow.name, captureOpen.name],
    },
  ],
  acts: imagingApi,
};

import { FileSearchOutlined, HighlightOutlined, ScanOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { imagingApi } from '../rules/api.ts';
import { captureOpen, captureShow } from '../rules/api/captures.ts';
import { inspectionOpen, inspectionShow } from '../rules/api/inspections.ts';
import { treatmentOpen, treatmentShow } from '../rules/api/treatments.ts';
import { strings } from './strings.ts';
import { strings as treatStrings } from './treat/strings.ts';
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

const treat = menuPage(
  {
    icon: HighlightOutlined,
    group: 'work',
    needs: [treatmentShow.name, treatmentOpen.name],
    title: { zh: treatStrings.zh.title, en: treatStrings.en.title },
  },
  '/treatment',
  treatmentShow,
  () => import('./TreatmentPage.tsx').then((m) => m.TreatmentPage),
);

const inspect = menuPage(
  {
    icon: FileSearchOutlined,
    group: 'work',
    needs: [inspectionShow.name, inspectionOpen.name],
    title: { zh: strings.zh.inspectTitle, en: strings.en.inspectTitle },
  },
  '/inspect',
  inspectionShow,
  () => import('./InspectPage.tsx').then((m) => m.InspectPage),
);

/** Pages of the images (5.6). */
export const imagingRoom: WebRoom = {
  name: 'imaging',
  menu: [capture.item, treat.item, inspect.item],
  routes: [capture.route, treat.route, inspect.route],
  actions: [
    {
      key: 'imaging.capture',
      title: { zh: '扫描', en: 'Scan' },
      note: { zh: '扫流程单开卷', en: 'Scan a slip, feed its pages' },
      path: '/capture',
      icon: ScanOutlined,
      needs: [captureShow.name, captureOpen.name],
    },
    {
      key: 'imaging.treat',
      title: { zh: '图像处理', en: 'Treat images' },
      note: { zh: '扫流程单开卷', en: 'Scan a slip, confirm what was made' },
      path: '/treatment',
      icon: HighlightOutlined,
      needs: [treatmentShow.name, treatmentOpen.name],
    },
    {
      key: 'imaging.inspect',
      title: { zh: '质检', en: 'Inspect' },
      note: { zh: '扫流程单开检', en: 'Scan a slip, look at its images' },
      path: '/inspect',
      icon: FileSearchOutlined,
      needs: [inspectionShow.name, inspectionOpen.name],
    },
  ],
  acts: imagingApi,
};

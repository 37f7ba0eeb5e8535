import { DesktopOutlined } from '@ant-design/icons';
import { homeList, menuPage, type WebRoom } from '#/base/web/room.ts';
import { equipmentApi } from '../rules/api.ts';
import { deviceList, equipmentDueList } from '../rules/api/devices.ts';
import './equipment.css';

const devices = menuPage({ icon: DesktopOutlined, group: 'place', letter: 'q' }, '/devices', deviceList, () =>
  import('./DevicesPage.tsx').then((m) => m.DevicesPage),
);

/** Pages of machines and media (5). */
export const equipmentRoom: WebRoom = {
  name: 'equipment',
  menu: [devices.item],
  routes: [devices.route],
  home: [
    homeList({
      key: 'equipment.due',
      kind: 'todo',
      title: equipmentDueList.label,
      empty: { zh: '没有待封断、待准入的设备。', en: 'No device waits for a sealing or an admission.' },
      path: '/devices',
      view: equipmentDueList,
      input: {},
      item: ({ id, title, note }) => ({ id, title, note, overdue: false, path: '/devices' }),
    }),
  ],
  acts: equipmentApi,
};

import { InboxOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { productsApi } from '../rules/api.ts';
import { packageList } from '../rules/api/packages.ts';
import { strings } from './strings.ts';
import './products.css';

const packages = menuPage(
  {
    icon: InboxOutlined,
    group: 'delivery',
    title: { zh: strings.zh.title, en: strings.en.title },
  },
  '/packages',
  packageList,
  () => import('./PackagesPage.tsx').then((m) => m.PackagesPage),
);

/** Pages of the products (5.6-5). */
export const productsRoom: WebRoom = {
  name: 'products',
  menu: [packages.item],
  routes: [packages.route],
  acts: productsApi,
};

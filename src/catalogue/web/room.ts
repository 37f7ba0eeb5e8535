import { FileSearchOutlined } from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { catalogueApi } from '../rules/api.ts';
import { entrySearch, hitOpen, pageSearch } from '../rules/api/search.ts';
import { strings } from './strings.ts';
import './catalogue.css';

const search = menuPage(
  {
    ...{ icon: FileSearchOutlined, group: 'delivery', title: { zh: strings.zh.title, en: strings.en.title } },
    needs: [entrySearch.name, pageSearch.name],
  },
  '/search',
  entrySearch,
  () => import('./SearchPage.tsx').then((m) => m.SearchPage),
);

/** Pages of the catalogue (细则 二). */
export const catalogueRoom: WebRoom = {
  name: 'catalogue',
  menu: [search.item],
  routes: [
    search.route,
    {
      path: '/search/:unitId',
      title: hitOpen.label,
      needs: [hitOpen.name],
      load: () => import('./HitPage.tsx').then((m) => m.HitPage),
    },
  ],
  acts: catalogueApi,
};

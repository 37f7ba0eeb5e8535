import {
  DiffOutlined,
  FormOutlined,
  LinkOutlined,
  OrderedListOutlined,
  PercentageOutlined,
  ProfileOutlined,
} from '@ant-design/icons';
import { menuPage, type WebRoom } from '#/base/web/room.ts';
import { descriptionApi } from '../rules/api.ts';
import { differenceDecide, differenceList, rateShow } from '../rules/api/differences.ts';
import { deskList, entryList, entrySave } from '../rules/api/entries.ts';
import { linkList } from '../rules/api/links.ts';
import { projectSchema, schemaList } from '../rules/api/schemas.ts';
import { linkStrings } from './link-strings.ts';
import { strings } from './strings.ts';
import './description.css';

const titled = (key: 'deskTitle' | 'arbitrateTitle' | 'rateTitle' | 'entriesTitle' | 'schemasTitle') => ({
  title: { zh: strings.zh[key], en: strings.en[key] },
});

const desk = menuPage(
  { icon: FormOutlined, group: 'work', needs: [deskList.name, entrySave.name], ...titled('deskTitle') },
  '/describe',
  deskList,
  () => import('./DescribePage.tsx').then((m) => m.DescribePage),
);
const arbitrate = menuPage(
  {
    icon: DiffOutlined,
    group: 'work',
    needs: [differenceList.name, differenceDecide.name],
    ...titled('arbitrateTitle'),
  },
  '/arbitrate',
  differenceList,
  () => import('./ArbitratePage.tsx').then((m) => m.ArbitratePage),
);
const link = menuPage(
  {
    icon: LinkOutlined,
    group: 'work',
    needs: [linkList.name],
    title: { zh: linkStrings.zh.title, en: linkStrings.en.title },
  },
  '/linking',
  linkList,
  () => import('./LinkPage.tsx').then((m) => m.LinkPage),
);
const entries = menuPage(
  { icon: OrderedListOutlined, group: 'work', last: true, ...titled('entriesTitle') },
  '/entries',
  entryList,
  () => import('./EntriesPage.tsx').then((m) => m.EntriesPage),
);
const rates = menuPage(
  { icon: PercentageOutlined, group: 'work', last: true, ...titled('rateTitle') },
  '/error-rate',
  rateShow,
  () => import('./RatePage.tsx').then((m) => m.RatePage),
);
const schemas = menuPage(
  {
    icon: ProfileOutlined,
    group: 'work',
    needs: [schemaList.name, projectSchema.name],
    last: true,
    ...titled('schemasTitle'),
  },
  '/schemas',
  schemaList,
  () => import('./SchemasPage.tsx').then((m) => m.SchemasPage),
);

/** Pages of the description (5.6, DA/T 18). */
export const descriptionRoom: WebRoom = {
  name: 'description',
  menu: [desk.item, arbitrate.item, link.item, entries.item, rates.item, schemas.item],
  routes: [desk.route, arbitrate.route, link.route, entries.route, rates.route, schemas.route],
  actions: [
    {
      key: 'description.arbitrate',
      title: { zh: '仲裁', en: 'Decide' },
      note: { zh: '双录不一致的', en: 'Where two entries differ' },
      path: '/arbitrate',
      icon: DiffOutlined,
      needs: [differenceList.name, differenceDecide.name],
    },
  ],
  acts: descriptionApi,
};

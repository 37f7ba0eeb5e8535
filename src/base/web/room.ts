/** What a room contributes to the page, as data; `app/web.tsx` composes the rooms. */
import type { ComponentType } from 'react';
import type { z } from 'zod';
import type { OutputOf, SentOf, ViewDecl, Words } from '#/base/rules/declare.ts';

/** Groups of the left menu, in order. */
export const menuGroups = {
  work: { zh: '生产作业', en: 'Production' },
  originals: { zh: '档案实体', en: 'Originals' },
  project: { zh: '项目与人员', en: 'Project and people' },
  place: { zh: '场所与设备', en: 'Premises and equipment' },
  delivery: { zh: '验收与移交', en: 'Acceptance and transfer' },
  protection: { zh: '安全保护', en: 'Protection' },
  oversight: { zh: '监督检查', en: 'Oversight' },
  system: { zh: '系统运行', en: 'Running the system' },
} satisfies Record<string, Words>;

export type MenuGroup = keyof typeof menuGroups;

export interface MenuItem {
  key: string;
  /** Absolute path of the page. */
  path: string;
  title: Words;
  /** An icon of @ant-design/icons; hidden from screen readers, the title speaks. */
  icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  /** Shown when the session may call all of these. */
  needs: readonly string[];
  group: MenuGroup;
  /** `g` then this letter opens it. */
  letter?: string;
  /** Stands after the others of its group: registers that are looked up, not worked through. */
  last?: true;
}

export interface WebRoute {
  /** Absolute path, with `:params`. */
  path: string;
  title: Words;
  /** Refused on the page when the session may not call all of these. */
  needs?: readonly string[];
  /** Shown without a session: login, opening ceremony, terminal enrolment. */
  open?: true;
  /** Loaded when first opened: `() => import('./PatrolPage.tsx').then((m) => m.PatrolPage)`. */
  load: () => Promise<ComponentType>;
}

interface MenuPage {
  item: MenuItem;
  route: WebRoute;
}

/** A page in the menu that shows a view: named and guarded by it unless the item says otherwise. */
export function menuPage(
  item: Omit<MenuItem, 'path' | 'key' | 'title' | 'needs'> & Partial<Pick<MenuItem, 'title' | 'needs'>>,
  path: string,
  view: { name: string; label: Words },
  load: WebRoute['load'],
): MenuPage {
  const { title = view.label, needs = [view.name] } = item;
  return { item: { ...item, key: view.name, path, title, needs }, route: { path, title, needs, load } };
}

export interface HomeItem {
  id: string;
  title: Words;
  /** Second line: who, where, how many. */
  note?: Words;
  /** Instant it arose or is due, ISO 8601. */
  at?: string;
  overdue?: boolean;
  path: string;
}

/** A view that answers `{ items, next }`. */
export type ListView = ViewDecl<string, z.ZodType, z.ZodType<{ items: unknown[]; next: string | null }>>;
export type RowOf<D extends ListView> = OutputOf<D>['items'][number];

/** A list on the home page, shown when the session may call its view. */
export interface HomeList {
  key: string;
  /** Alarms stand above to-dos, in vermilion. */
  kind: 'alarm' | 'todo';
  title: Words;
  /** Says what will appear here, while nothing does. */
  empty: Words;
  /** Page with the whole list. */
  path: string;
  view: ListView;
  input: unknown;
  item: (row: never) => HomeItem;
}

/** Ties the row type of `view` to `item`. */
export const homeList = <D extends ListView>(
  list: Omit<HomeList, 'view' | 'input' | 'item'> & { view: D; input: SentOf<D>; item: (row: RowOf<D>) => HomeItem },
): HomeList => list;

/** A large button on the home page: what somebody comes for most often. */
export interface HomeAction {
  key: string;
  title: Words;
  note: Words;
  path: string;
  icon: MenuItem['icon'];
  /** Shown when the session may call all of these. */
  needs: readonly string[];
}

export interface WebRoom {
  name: string;
  menu: readonly MenuItem[];
  routes: readonly WebRoute[];
  home?: readonly HomeList[];
  actions?: readonly HomeAction[];
  /** Shows nothing, and takes scans that no page takes (`useBarcodeAnywhere`). */
  listener?: ComponentType;
  /** Names of the acts that its records tell of. */
  acts: readonly { name: string; label: Words }[];
}

import { HomeOutlined } from '@ant-design/icons';
import { NavLink } from 'react-router';
import { useStrings, useWords } from './locale.tsx';
import { menuGroups, type MenuGroup, type MenuItem } from './room.ts';
import { strings } from './strings.ts';

export const homePath = '/';

/** Items the session may open, in the order of groups: the order Alt+digit counts in. */
export function visibleItems(items: readonly MenuItem[], permitted: readonly string[]): MenuItem[] {
  const order = Object.keys(menuGroups);
  return items
    .filter((item) => item.needs.every((name) => permitted.includes(name)))
    .sort(
      (a, b) => order.indexOf(a.group) - order.indexOf(b.group) || Number(a.last ?? false) - Number(b.last ?? false),
    );
}

/** Plain links in a list, not an application menu: Tab and Enter work, and screen readers count them. */
export function SideMenu({ items, collapsed }: { items: readonly MenuItem[]; collapsed: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const groups = Object.keys(menuGroups) as MenuGroup[];
  const link = (path: string, Icon: MenuItem['icon'], title: string, hint?: string) => (
    <NavLink to={path} end={path === homePath} className="sc-menu-link" title={collapsed ? title : undefined}>
      <Icon aria-hidden />
      <span className="sc-menu-title">{title}</span>
      {hint !== undefined && !collapsed && (
        <kbd className="sc-menu-key" aria-hidden="true">
          {hint}
        </kbd>
      )}
    </NavLink>
  );
  return (
    <nav aria-label={s.menu.nav} className="sc-menu">
      <ul>
        <li>{link(homePath, HomeOutlined, s.menu.home, 'g h')}</li>
      </ul>
      {groups.map((group) => {
        const own = items.filter((item) => item.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group} aria-labelledby={`menu-${group}`}>
            <h2 id={`menu-${group}`}>{words(menuGroups[group])}</h2>
            <ul>
              {own.map((item) => (
                <li key={item.key}>
                  {link(
                    item.path,
                    item.icon,
                    words(item.title),
                    item.letter === undefined ? undefined : `g ${item.letter}`,
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

import {
  AlertFilled,
  BellOutlined,
  DownOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import { Link } from 'react-router';
import { roleNames } from '#/base/rules/roles.ts';
import { Button, Dropdown, Tooltip } from './antd.ts';
import { BarcodeBox } from './BarcodeBox.tsx';
import { useDensity } from './density.tsx';
import { useLanguage, useStrings } from './locale.tsx';
import { useSession } from './session.ts';
import { homePath } from './SideMenu.tsx';
import { strings } from './strings.ts';
import { useSiteTime } from './TimeText.tsx';

function Counter({ to, label, count, alarm }: { to: string; label: string; count: number; alarm: boolean }) {
  const red = alarm && count > 0;
  return (
    <Link to={to} className={`sc-counter${red ? ' sc-counter-red' : ''}`}>
      {red ? <AlertFilled aria-hidden /> : <BellOutlined aria-hidden />}
      <span>{label} </span>
      <b>{count > 999 ? '999+' : count}</b>
    </Link>
  );
}

export function LanguageButton() {
  const s = useStrings(strings);
  const { language, setLanguage } = useLanguage();
  return (
    <Button
      type="text"
      className="sc-language"
      title={s.header.languageLabel}
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
    >
      {s.header.language}
    </Button>
  );
}

function AccountMenu({ onSignOut }: { onSignOut: () => void }) {
  const s = useStrings(strings);
  const { language } = useLanguage();
  const session = useSession();
  const { density, setDensity } = useDensity();
  const time = useSiteTime();
  const roles = session.roles.map((role) => roleNames[role][language]).join(language === 'zh' ? '、' : ', ');
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'party', type: 'group', label: session.party.name },
          { key: 'ends', type: 'group', label: s.header.sessionEnds(time(session.expiresAt)) },
          { type: 'divider' },
          {
            key: 'density',
            label: `${s.header.density}: ${s.header.densityNames[density === 'compact' ? 'comfortable' : 'compact']}`,
            onClick: () => setDensity(density === 'compact' ? 'comfortable' : 'compact'),
          },
          { type: 'divider' },
          { key: 'out', label: s.header.signOut, onClick: onSignOut },
        ],
      }}
    >
      <button type="button" className="sc-account" title={roles} aria-haspopup="menu">
        <span className="sc-account-name">{session.person.name}</span>
        <span className="sc-account-role">{roles}</span>
        <DownOutlined aria-hidden />
      </button>
    </Dropdown>
  );
}

export interface HeaderBarProps {
  collapsed: boolean;
  onCollapse: () => void;
  onHelp: () => void;
  onSignOut: () => void;
}

export function HeaderBar({ collapsed, onCollapse, onHelp, onSignOut }: HeaderBarProps) {
  const s = useStrings(strings);
  const session = useSession();
  return (
    <header className="sc-header">
      <Button
        type="text"
        icon={collapsed ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
        aria-label={collapsed ? s.menu.expand : s.menu.collapse}
        aria-expanded={!collapsed}
        onClick={onCollapse}
      />
      <strong className="sc-site" title={session.site.name}>
        {session.site.name}
      </strong>
      <BarcodeBox />
      <div className="sc-header-right">
        <Counter to={`${homePath}#alarms`} label={s.header.alarms} count={session.counts.alarms} alarm />
        <Counter to={`${homePath}#todos`} label={s.header.todo} count={session.counts.todo} alarm={false} />
        <span className="sc-terminal" title={session.terminal?.name ?? s.header.noTerminal}>
          {session.terminal?.name ?? s.header.noTerminal}
        </span>
        <AccountMenu onSignOut={onSignOut} />
        <LanguageButton />
        <Tooltip title={`${s.header.help} (?)`}>
          <Button
            type="text"
            icon={<QuestionCircleOutlined aria-hidden />}
            aria-label={s.header.help}
            onClick={onHelp}
          />
        </Tooltip>
      </div>
    </header>
  );
}

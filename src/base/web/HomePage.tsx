import { AlertFilled } from '@ant-design/icons';
import { Link } from 'react-router';
import { roleNames } from '#/base/rules/roles.ts';
import { Skeleton } from './antd.ts';
import { useLanguage, useStrings, useWords } from './locale.tsx';
import { PageHeader } from './PageHeader.tsx';
import { ProblemAlert } from './ProblemAlert.tsx';
import { usePages } from './query.tsx';
import type { HomeAction, HomeItem, HomeList, MenuItem } from './room.ts';
import { useSession } from './session.ts';
import { visibleItems } from './SideMenu.tsx';
import { StatusTag } from './StatusTag.tsx';
import { strings } from './strings.ts';
import { TimeText } from './TimeText.tsx';

/** Rows of each list on the home page; the rest is on the list's own page. */
const shownRows = 6;

function Row({ item }: { item: HomeItem }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <li className="sc-home-row">
      <Link to={item.path} className="sc-home-link">
        <span className="sc-home-title">{words(item.title)}</span>
        {item.note !== undefined && <span className="sc-home-note">{words(item.note)}</span>}
      </Link>
      {item.overdue === true && <StatusTag tone="alarm">{s.home.overdue}</StatusTag>}
      {item.at !== undefined && <TimeText at={item.at} />}
    </li>
  );
}

function List({ list }: { list: HomeList }) {
  const s = useStrings(strings);
  const words = useWords();
  const pages = usePages(list.view, { input: list.input });
  const items = pages.rows.map((row) => list.item(row as never));
  const red = list.kind === 'alarm' && items.length > 0;
  return (
    <section className={`sc-panel${red ? ' sc-panel-red' : ''}`} aria-labelledby={`home-${list.key}`}>
      <header className="sc-panel-head">
        {red && <AlertFilled aria-hidden />}
        <h3 id={`home-${list.key}`}>{words(list.title)}</h3>
        {items.length > 0 && (
          <span className="sc-count">{pages.more === null ? items.length : `${items.length}+`}</span>
        )}
        <Link to={list.path} className="sc-panel-more" aria-label={`${s.home.more} ${words(list.title)}`}>
          {s.home.more}
        </Link>
      </header>
      {pages.problem !== null ? (
        <ProblemAlert problem={pages.problem} onRetry={pages.refresh} />
      ) : pages.loading && items.length === 0 ? (
        <Skeleton active title={false} paragraph={{ rows: 2 }} className="sc-panel-wait" />
      ) : items.length === 0 ? (
        <p className="sc-empty">{words(list.empty)}</p>
      ) : (
        <ul className="sc-plain-list">
          {items.slice(0, shownRows).map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Post() {
  const s = useStrings(strings);
  const { language } = useLanguage();
  const session = useSession();
  const facts: [string, React.ReactNode][] = [
    [s.home.roles, session.roles.map((role) => <div key={role}>{roleNames[role][language]}</div>)],
    [s.home.party, session.party.name],
    [s.home.terminal, session.terminal?.name ?? s.header.noTerminal],
    [s.home.session, <TimeText key="t" at={session.expiresAt} />],
  ];
  return (
    <section className="sc-panel" aria-labelledby="home-post">
      <header className="sc-panel-head">
        <h3 id="home-post">{s.home.mine}</h3>
      </header>
      <dl className="sc-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Entrances({ menu }: { menu: readonly MenuItem[] }) {
  const s = useStrings(strings);
  const words = useWords();
  const { permitted } = useSession();
  const items = visibleItems(menu, permitted);
  if (items.length === 0) return null;
  return (
    <section className="sc-panel" aria-labelledby="home-entrances">
      <header className="sc-panel-head">
        <h3 id="home-entrances">{s.home.entrances}</h3>
      </header>
      <div className="sc-entrances">
        {items.slice(0, 12).map(({ key, path, title, icon: Icon }) => (
          <Link key={key} to={path}>
            <Icon aria-hidden />
            <span>{words(title)}</span>
          </Link>
        ))}
      </div>
    </section>
  );
}

/** What somebody comes for most often, large enough to be hit without looking. */
function Actions({ actions }: { actions: readonly HomeAction[] }) {
  const words = useWords();
  const { permitted } = useSession();
  const shown = actions.filter(({ needs }) => needs.every((name) => permitted.includes(name)));
  if (shown.length === 0) return null;
  return (
    <nav className="sc-home-actions">
      {shown.map(({ key, path, title, note, icon: Icon }) => (
        <Link key={key} to={path} className="sc-home-action">
          <Icon aria-hidden />
          <b>{words(title)}</b>
          <span>{words(note)}</span>
        </Link>
      ))}
    </nav>
  );
}

interface Props {
  lists: readonly HomeList[];
  actions: readonly HomeAction[];
  menu: readonly MenuItem[];
}

/** The desk: what one comes for, then red items, then what waits for this person. */
export function HomePage({ lists, actions, menu }: Props) {
  const s = useStrings(strings);
  const session = useSession();
  const mine = lists.filter((list) => session.permitted.includes(list.view.name));
  const alarms = mine.filter((list) => list.kind === 'alarm');
  const todos = mine.filter((list) => list.kind === 'todo');
  return (
    <>
      <PageHeader title={s.home.title} note={s.home.greeting(session.person.name)} />
      <Actions actions={actions} />
      <div className="sc-home">
        <div>
          {alarms.length > 0 && (
            <div id="alarms">
              <h2 className="sc-group-title">{s.home.alarms}</h2>
              {alarms.map((list) => (
                <List key={list.key} list={list} />
              ))}
            </div>
          )}
          <div id="todos">
            <h2 className="sc-group-title">{s.home.todos}</h2>
            {todos.length === 0 ? (
              <section className="sc-panel">
                <p className="sc-empty">{s.home.noLists}</p>
              </section>
            ) : (
              todos.map((list) => <List key={list.key} list={list} />)
            )}
          </div>
        </div>
        <div>
          <h2 className="sc-group-title">{session.site.name}</h2>
          <Post />
          <Entrances menu={menu} />
        </div>
      </div>
    </>
  );
}

/** The whole page, composed from rooms: router, session, client, step-up. `app/web.tsx` calls `mountPage`. */
import { StrictMode, useEffect, useMemo, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, matchPath, Outlet, RouterProvider, useLocation, type RouteObject } from 'react-router';
import type { Words } from '#/base/rules/declare.ts';
import { ActNames } from './act-names.ts';
import { Button, Result, Skeleton } from './antd.ts';
import { createClient, RemoteRefusal } from './client.ts';
import { ErrorBoundary, MissingPage, RefusedPage, RouteError } from './ErrorPages.tsx';
import { Frame } from './Frame.tsx';
import { HomePage } from './HomePage.tsx';
import { useLanguage, useStrings, useWords } from './locale.tsx';
import { CrumbContext, type Crumb } from './PageHeader.tsx';
import { ClientContext, createQueryClient, useView } from './query.tsx';
import { menuGroups, type WebRoom, type WebRoute } from './room.ts';
import { SessionContext, useSession } from './session.ts';
import type { SessionDoor } from './session-door.ts';
import { Shell } from './Shell.tsx';
import { homePath } from './SideMenu.tsx';
import { createStepUpGate, StepUpDialog } from './StepUpDialog.tsx';
import { strings } from './strings.ts';

/** Where a visitor without a session is sent; a room serves it as an open route. */
export const loginPath = '/login';

/** How often the session's own state is read again, milliseconds: counts, banner, permissions. */
const sessionEvery = 30_000;

/** The login page reads it to come back: a path of our own, never another site. */
export function returnPath(search: string): string {
  const from = new URLSearchParams(search).get('from') ?? homePath;
  return /^\/(?![/\\])/.test(from) ? from : homePath;
}

function useCrumbs(rooms: readonly WebRoom[]): Crumb[] {
  const { pathname } = useLocation();
  const words = useWords();
  const routes = rooms.flatMap((room) => room.routes);
  const menu = rooms.flatMap((room) => room.menu);
  const route = routes.find((one) => matchPath(one.path, pathname) !== null);
  const item = menu
    .filter((one) => pathname === one.path || pathname.startsWith(`${one.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  const crumb = (title: Words, path?: string): Crumb => ({ title: words(title), ...(path !== undefined && { path }) });
  return [
    ...(item === undefined ? [] : [crumb(menuGroups[item.group]), crumb(item.title, item.path)]),
    ...(route === undefined || route.path === item?.path ? [] : [crumb(route.title)]),
  ];
}

/** A page of a room, refused here when the session may not call what it needs. */
function Guarded({ route, Component }: { route: WebRoute; Component: ComponentType }) {
  const { permitted } = useSession();
  return (route.needs ?? []).every((name) => permitted.includes(name)) ? <Component /> : <RefusedPage />;
}

const routeObject = (route: WebRoute): RouteObject => ({
  path: route.path,
  errorElement: <RouteError />,
  lazy: async () => {
    const Component = await route.load();
    return { Component: route.open === true ? Component : () => <Guarded route={route} Component={Component} /> };
  },
});

function SignedIn({ rooms, door, onSignOut }: { rooms: readonly WebRoom[]; door: SessionDoor; onSignOut: () => void }) {
  const s = useStrings(strings);
  const { language } = useLanguage();
  const session = useView(door.current, {}, { every: sessionEvery });
  const crumbs = useCrumbs(rooms);
  const menu = useMemo(() => rooms.flatMap((room) => room.menu), [rooms]);
  const listeners = useMemo(() => rooms.flatMap(({ listener }) => listener ?? []), [rooms]);
  const data = session.data;
  if (data === undefined) {
    const problem = session.problem;
    if (problem === null || problem.status === 401)
      return (
        <div className="sc-wait">
          <Skeleton active />
        </div>
      );
    return (
      <Result
        status="error"
        title={problem[language]}
        subTitle={language === 'zh' ? problem.nextZh : problem.nextEn}
        extra={<Button onClick={() => void session.refetch()}>{s.act.retry}</Button>}
      />
    );
  }
  return (
    <SessionContext value={data}>
      <CrumbContext value={crumbs}>
        <Shell menu={menu} listeners={listeners} onSignOut={onSignOut} />
      </CrumbContext>
    </SessionContext>
  );
}

export interface PageOptions {
  rooms: readonly WebRoom[];
  session: SessionDoor;
}

/** Composes the rooms and puts the page on screen. */
export function mountPage({ rooms, session }: PageOptions): void {
  const queries = createQueryClient();
  const gate = createStepUpGate();
  const routes = rooms.flatMap((room) => room.routes);
  const isOpen = (path: string): boolean =>
    routes.some((route) => route.open === true && matchPath(route.path, path) !== null);

  const leave = async (to: string): Promise<void> => {
    await router.navigate(to, { replace: true });
    // Afterwards: clearing under a page on screen would make it ask again.
    queries.clear();
  };
  const toLogin = (): void => {
    const { pathname, search, hash } = location;
    if (pathname === loginPath || isOpen(pathname)) return;
    const from = `${pathname}${search}${hash}`;
    void leave(from === homePath ? loginPath : `${loginPath}?${new URLSearchParams({ from }).toString()}`);
  };
  const client = createClient({ stepUp: gate.ask, expired: toLogin });
  const signOut = async (): Promise<void> => {
    try {
      await client.call(session.signOut, {});
    } catch (error) {
      // Over already: the aim is reached. Anything else is shown by the next page.
      if (!(error instanceof RemoteRefusal)) throw error;
    }
    await leave(loginPath);
  };

  const menu = rooms.flatMap((room) => room.menu);
  const lists = rooms.flatMap((room) => room.home ?? []);
  const actions = rooms.flatMap((room) => room.actions ?? []);
  const acts = new Map(rooms.flatMap((room) => room.acts.map((act) => [act.name, act.label] as const)));
  const router = createBrowserRouter([
    {
      element: (
        <Frame queries={queries}>
          <ClientContext value={client}>
            <ActNames value={acts}>
              <Outlet />
            </ActNames>
            <StepUpDialog
              gate={gate}
              options={() => client.read(session.stepUpOptions, {})}
              prove={(proof) => client.call(session.stepUp, { input: proof })}
            />
          </ClientContext>
        </Frame>
      ),
      hydrateFallbackElement: <div />,
      children: [
        ...routes.filter((route) => route.open === true).map(routeObject),
        {
          element: <SignedIn rooms={rooms} door={session} onSignOut={() => void signOut()} />,
          errorElement: <RouteError />,
          children: [
            {
              path: homePath,
              element: <HomePage lists={lists} actions={actions} menu={menu} />,
              errorElement: <RouteError />,
            },
            ...routes.filter((route) => route.open !== true).map(routeObject),
            { path: '*', element: <MissingPage /> },
          ],
        },
      ],
    },
  ]);
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <LastResort>
        <RouterProvider router={router} />
      </LastResort>
    </StrictMode>,
  );
}

/** Outside every provider: what failed while composing. */
function LastResort({ children }: { children: React.ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = 'zh-CN';
  }, []);
  return <ErrorBoundary>{children}</ErrorBoundary>;
}

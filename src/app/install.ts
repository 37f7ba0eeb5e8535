/** `install.sh` hands over to this: `install` a new site, or `upgrade` one, from the folder it lies in. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  installService,
  makeDataFolder,
  placeRelease,
  switchTo,
  writeLauncher,
  writeSettings,
} from './install/place.ts';
import { assertMajor, assertRuns, assertSpace, assertWhole, folderBytes } from './install/preflight.ts';
import { currentVersion, findOwner, InstallError, readSite, runStep, type Site } from './install/site.ts';
import { upgrade } from './install/upgrade.ts';
import { readConfig } from '#/base/server/config.ts';
import { assertPortFree } from './port.ts';
import { checkout as pack } from './program.ts';

const log = (line: string): void => console.log(line);
const isRoot = process.getuid?.() === 0;

/** Room for a young database and its journal. Bytes. */
const youngDatabase = 1e9;

const usage = `用法 Usage:
  ./install.sh install [--prefix DIR] [--data DIR] [--host ADDRESS] [--port NUMBER] [--name HOST]
  ./install.sh upgrade [--prefix DIR]

  --prefix  程序目录 program folder; root: /opt/shoucang, otherwise ~/.local/share/shoucang
  --data    数据目录 data folder;    root: /var/lib/shoucang, otherwise <prefix>/data
  --host    监听地址 address to serve on (127.0.0.1)
  --port    端口 port (8080)
  --name    局域网主机名 host name on the site's network (localhost)`;

async function install(site: Site, version: string): Promise<void> {
  const installed = currentVersion(site.prefix);
  if (installed !== null) {
    throw new InstallError(
      `${site.prefix} 已安装 ${installed},请用 upgrade。 ${installed} is installed there; use upgrade.`,
    );
  }
  const { host, port } = readConfig(site.settings);
  await assertPortFree(host, port);
  await assertWhole(pack);
  assertRuns();
  assertMajor(site.data);
  assertSpace(join(site.prefix, 'releases'), folderBytes(pack) * 1.1);
  assertSpace(site.data, youngDatabase);

  mkdirSync(site.prefix, { recursive: true, mode: 0o755 });
  const release = placeRelease(site, pack, version);
  makeDataFolder(site);
  writeSettings(site);
  writeLauncher(site);
  log(runStep(site, release, 'maintain', 'migrate'));
  switchTo(site, version);
  const withService = installService(site, release);
  log(`已安装 Installed: ${version} → ${site.prefix}, 数据 data: ${site.data}`);
  log(`启动 Start: ${withService ? 'systemctl start shoucang' : `${join(site.prefix, 'shoucang')} start`}`);
}

async function main(): Promise<void> {
  const string = { type: 'string' } as const;
  const options = {
    prefix: string,
    data: string,
    host: string,
    port: string,
    name: string,
    help: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command] = positionals;
  if (values.help || (command !== 'install' && command !== 'upgrade')) {
    log(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  if (!existsSync(join(pack, 'SHA256SUMS'))) {
    throw new InstallError(
      '此目录不是离线安装包:请先执行 npm run pack。 This is no offline package: run npm run pack first.',
    );
  }
  const { version } = JSON.parse(readFileSync(join(pack, 'package.json'), 'utf8')) as { version: string };
  const prefix = resolve(values.prefix ?? (isRoot ? '/opt/shoucang' : join(homedir(), '.local/share/shoucang')));
  if (command === 'upgrade') return upgrade(readSite(prefix), pack, version, log);
  const data = resolve(values.data ?? (isRoot ? '/var/lib/shoucang' : join(prefix, 'data')));
  const settings: Record<string, string> = { SHOUCANG_DATA: data };
  for (const name of ['host', 'port', 'name'] as const) {
    const value = values[name];
    if (value !== undefined) settings[`SHOUCANG_${name.toUpperCase()}`] = value;
  }
  await install({ prefix, data, owner: findOwner(), settings }, version);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

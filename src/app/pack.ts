/**
 * `npm run pack [-- <folder>]`: one folder that installs, starts and upgrades without a network and
 * without the system's Node (5.4): Node, production packages, PostgreSQL, built page, licences, bill
 * of materials, digests and a version page.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { packagedNative } from '#/base/server/postgres/native.ts';
import { thirdPartyNotices } from './pack/notices.ts';
import { type Installed, packagesToShip } from './pack/packages.ts';
import { softwareBill } from './pack/sbom.ts';
import { writeSums } from './pack/sums.ts';
import { buildPage } from './page.ts';
import { checkout, runProgram } from './program.ts';

/** Carried as they are, when the checkout has them. */
const carried = [
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'LICENSE',
  'README.md',
  'README.zh.md',
  'CHANGELOG.md',
  'dist',
  'docs/guide',
  'docs/design',
  'tools',
];

/** Of no use to a running server: types, maps, texts (licences are gathered), static libraries. */
const notRun = /\.([cm]?tsx?|map|flow|md|markdown|a)$/;

/** ONNX Runtime carries its library for every platform: 250 MB that cannot run here. */
const isForeign = (inside: string): boolean => {
  const [, platform, machine] = /^bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?/.exec(inside) ?? [];
  return platform !== undefined && (platform !== process.platform || (machine ?? process.arch) !== process.arch);
};

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

const notCertified =
  '本软件不是经国家认证的安全保密产品(5.3-3),须与此类产品配合使用。\n' +
  'This is not a nationally certified security product (5.3-3); it works beside such products.\n';

await runProgram(async ({ args: [wanted], log }) => {
  await buildPage(log, []);
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string };
  const name = `shoucang-${version}-${process.platform}-${process.arch}`;
  const folder = join(resolve(wanted ?? join(checkout, 'shoucang-pack')), name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });

  const packages = packagesToShip(checkout);
  carrySources(folder);
  carryPackages(folder, packages);
  carryNode(folder);
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(checkout, packages));
  writeFileSync(join(folder, 'sbom.cdx.json'), softwareBill(checkout, packages));
  writeFileSync(join(folder, 'VERSION.txt'), versionPage(version, packages));
  const sums = await writeSums(folder);
  const bytes = sums.reduce((total, one) => total + one.bytes, 0);
  log(`离线安装包 Offline package: ${folder}`);
  log(`${sums.length} 个文件 files, ${Math.round(bytes / 1e6)} MB, ${packages.length} 个软件包 packages`);
});

function carrySources(folder: string): void {
  for (const name of carried) {
    const filter = (path: string): boolean => !path.endsWith('__pycache__');
    if (existsSync(join(checkout, name))) cpSync(join(checkout, name), join(folder, name), { recursive: true, filter });
  }
  cpSync(join(checkout, 'src'), join(folder, 'src'), { recursive: true, filter: (path) => !isTest(path) });
  cpSync(join(import.meta.dirname, 'pack', 'install.sh'), join(folder, 'install.sh'));
  chmodSync(join(folder, 'install.sh'), 0o755);
}

/** Production packages only; PostgreSQL with its library links. */
function carryPackages(folder: string, packages: readonly Installed[]): void {
  packagedNative();
  for (const { path, name, runs } of packages) {
    if (!runs || name.startsWith('node-linux-')) continue;
    const from = join(checkout, path);
    cpSync(from, join(folder, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => {
        const inside = relative(from, file);
        return !inside.split('/').includes('node_modules') && !notRun.test(inside) && !isForeign(inside);
      },
    });
  }
}

/** The Node that runs this, with its licence. */
function carryNode(folder: string): void {
  const node = realpathSync(process.execPath);
  mkdirSync(join(folder, 'bin'));
  cpSync(node, join(folder, 'bin', 'node'));
  chmodSync(join(folder, 'bin', 'node'), 0o755);
  const licence = join(node, '..', '..', 'LICENSE');
  if (existsSync(licence)) cpSync(licence, join(folder, 'bin', 'node.LICENSE'));
}

/** What a person at the site, or his auditor, wants to know of the package. */
function versionPage(version: string, packages: readonly Installed[]): string {
  const git = (...args: string[]): string =>
    spawnSync('git', args, { cwd: checkout, encoding: 'utf8' }).stdout?.trim() ?? '';
  const { version: postgres } = packagedNative();
  const page = readdirSync(join(checkout, 'dist', 'web')).length;
  const lines: [string, string][] = [
    ['守藏 Shoucang', version],
    [
      '源代码提交 Commit',
      `${git('rev-parse', 'HEAD') || 'unknown'}${git('status', '--porcelain') ? ' + uncommitted changes' : ''}`,
    ],
    ['提交时间 Committed', git('log', '-1', '--format=%cI')],
    ['平台 Platform', `${process.platform}-${process.arch}, glibc`],
    ['Node', process.version],
    ['OpenSSL (Node)', process.versions.openssl],
    ['PostgreSQL', postgres],
    ['服务端软件包 Server packages', String(packages.filter((one) => one.runs).length)],
    [
      '页面软件包 Page packages',
      `${packages.filter((one) => !one.runs).length} (built into dist/web, ${page} entries)`,
    ],
    ['许可证 Licence', 'Apache-2.0; THIRD-PARTY-NOTICES.txt'],
    ['成分清单 Bill of materials', 'sbom.cdx.json (CycloneDX)'],
    ['摘要 Digests', 'SHA256SUMS, SM3SUMS'],
    ['安装 Install', './install.sh install --help'],
  ];
  return `${lines.map(([label, value]) => `${label}: ${value}`).join('\n')}\n\n${notCertified}`;
}

import { join, resolve } from 'node:path';

/** All settings of one process. The environment is read here and nowhere else. */
export interface Config {
  /** Folder of everything that must survive: database, objects, keys, secrets. */
  dataDir: string;
  host: string;
  port: number;
  /** Name on the site's network: certificate, allowed origin, WebAuthn id. */
  name: string;
  /** The one origin that pages are served from and requests accepted from. */
  origin: string;
  /** True on any address but loopback: TLS from the site's own CA. */
  tls: boolean;
  /** Run-time role `app_rw`. Null until the embedded cluster is up. */
  databaseUrl: string | null;
  /** Schema owner; only the migrate process is given it. */
  databaseOwnerUrl: string | null;
  /** Second sink of the ledger: a folder on another disk if there is one. */
  sinkDir: string;
  /** Footage: its store, the inbox of exported files, the recorder's spool. */
  footageDir: string;
  /** Recording of cameras: length of a segment, and how often finished ones are entered. Seconds. */
  recording: { segmentSeconds: number; enterSeconds: number };
  /** `<url> <verifier key>` of each witness, comma separated. */
  witnesses: readonly { url: string; key: string }[];
  /** What reads the text of images: PP-OCR, which comes with the program, or the system's tesseract. */
  textEngine: 'ppocr' | 'tesseract';
  /** What a password's hash costs. No variable changes it: only a test composes a site with less. */
  passwordCost: PasswordCost;
}

/** Parameters of argon2id; memory in KiB. */
export interface PasswordCost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

/** 64 MiB, 3 passes: about 0.15 s here (design/security.md, section 3). */
export const passwordCost: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

export class ConfigError extends Error {}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Reads the typed configuration.
 *
 * @throws ConfigError naming the variable and what to write instead, in Chinese and English.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const dataDir = resolve(env['SHOUCANG_DATA'] || 'data');
  const host = env['SHOUCANG_HOST'] || '127.0.0.1';
  const port = readPort(env['SHOUCANG_PORT'] || '8080');
  const tls = !loopback.has(host);
  const name = env['SHOUCANG_NAME'] || 'localhost';
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name) || /^[\d.]+$/.test(name)) {
    throw new ConfigError(
      `SHOUCANG_NAME「${name}」应为小写的局域网主机名,不能是 IP 地址,例如 shoucang.lan。 ` +
        `SHOUCANG_NAME must be a lower-case host name, not an address, e.g. shoucang.lan.`,
    );
  }
  const standard = tls ? 443 : 80;
  return {
    dataDir,
    host,
    port,
    name,
    tls,
    origin: `${tls ? 'https' : 'http'}://${name}${port === standard ? '' : `:${port}`}`,
    databaseUrl: env['DATABASE_URL'] || null,
    databaseOwnerUrl: env['DATABASE_OWNER_URL'] || null,
    sinkDir: resolve(env['SHOUCANG_SINK'] || join(dataDir, 'sink')),
    footageDir: resolve(env['SHOUCANG_FOOTAGE'] || join(dataDir, 'footage')),
    recording: {
      segmentSeconds: readSeconds(env, 'SHOUCANG_SEGMENT_SECONDS', 6, 1, 10),
      enterSeconds: readSeconds(env, 'SHOUCANG_ENTER_SECONDS', 60, 1, 600),
    },
    witnesses: readWitnesses(env['SHOUCANG_WITNESS'] || ''),
    textEngine: readEngine(env['SHOUCANG_OCR'] || 'ppocr'),
    passwordCost,
  };
}

function readEngine(text: string): Config['textEngine'] {
  if (text === 'ppocr' || text === 'tesseract') return text;
  throw new ConfigError(`SHOUCANG_OCR「${text}」应为 ppocr 或 tesseract。 SHOUCANG_OCR must be ppocr or tesseract.`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new ConfigError(
      `SHOUCANG_PORT「${text}」应为 1 到 65535 的整数。 SHOUCANG_PORT must be a whole number from 1 to 65535.`,
    );
  }
  return port;
}

function readSeconds(
  env: Record<string, string | undefined>,
  name: string,
  usual: number,
  least: number,
  most: number,
): number {
  const text = env[name] || String(usual);
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < least || seconds > most) {
    throw new ConfigError(
      `${name}「${text}」应为 ${least} 到 ${most} 的整数（秒）。 ` +
        `${name} must be a whole number of seconds from ${least} to ${most}.`,
    );
  }
  return seconds;
}

function readWitnesses(text: string): { url: string; key: string }[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [url, key, ...rest] = part.split(/\s+/);
      if (!url || !key || rest.length > 0 || !URL.canParse(url)) {
        throw new ConfigError(
          `SHOUCANG_WITNESS「${part}」应为「地址 公钥」。 SHOUCANG_WITNESS must be "<url> <verifier key>".`,
        );
      }
      return { url, key };
    });
}

/**
 * `npm run witness -- --dir <folder> --log <vkey> [--name <name>] [--host <address>] [--port <n>]`
 * Runs on a machine of the archive department, apart from the installation that it watches (2.8).
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createKey, keyPath, readKey } from '#/base/server/ledger/keys.ts';
import { formatVerifierKey, isKeyName, parseVerifierKey, type VerifierKey } from '#/base/server/ledger/suite.ts';
import { Witness, witnessServer } from '#/base/server/ledger/witness.ts';

const usage = `用法 / usage:
  npm run witness -- --dir <状态目录 state folder> --log <日志公钥或文件 log vkey or file>… [--name <存证方名称 witness name>]
                     [--host <监听地址 address, 127.0.0.1>] [--port <端口 port, 8085>]

首次运行生成存证密钥(--name 必填)并打印公钥;把它写入本系统的 SHOUCANG_WITNESS="<url> <公钥>"。
The first run makes the witness's key (--name is needed) and prints its verifier key; put that into
SHOUCANG_WITNESS="<url> <vkey>" of the installation that is watched.`;

class Usage extends Error {}

function logKey(value: string): VerifierKey {
  const text = existsSync(value) ? readFileSync(value, 'utf8').trim() : value;
  const key = parseVerifierKey(text);
  if (key?.use !== 'log') throw new Usage(`不是日志公钥 / not a log key: ${value}`);
  return key;
}

function readArguments() {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  try {
    const { values } = parseArgs({
      options: {
        dir: text(''),
        log: { type: 'string', multiple: true, default: [] },
        name: text(''),
        host: text('127.0.0.1'),
        port: text('8085'),
      },
    });
    const port = Number(values.port);
    if (values.dir === '' || values.log.length === 0) throw new Usage('');
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Usage(`端口错误 / not a port: ${values.port}`);
    return { ...values, port, logs: values.log.map(logKey) };
  } catch (error) {
    throw error instanceof Usage ? error : new Usage(error instanceof Error ? error.message : String(error));
  }
}

try {
  const { dir, logs, name, host, port } = readArguments();
  if (!existsSync(keyPath(dir, 'cosigner'))) {
    if (!isKeyName(name))
      throw new Usage(
        '首次运行须用 --name 指定存证方名称(无空格和加号)。 The first run needs --name, without spaces and plus signs.',
      );
    createKey(dir, logs[0]!.suite, name, 'cosigner');
  }
  const key = readKey(dir, 'cosigner');
  const log = (message: string): void => console.log(`${new Date().toISOString()} ${message}`);
  const server = witnessServer(new Witness({ dir, key, logs, log }), log);
  server.listen(port, host, () => {
    console.log(`存证公钥 witness key: ${formatVerifierKey(key)}`);
    log(`存证服务 witness listening on http://${host}:${port}`);
  });
  server.on('error', (error) => {
    console.error(String(error));
    process.exitCode = 2;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
} catch (error) {
  console.error(error instanceof Usage ? `${error.message}\n${usage}`.trim() : error);
  process.exitCode = 2;
}

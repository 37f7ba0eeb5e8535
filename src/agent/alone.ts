/** One watcher to a folder. The system lets go of the name when the program ends, however it ends. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Null when another one holds it; elsewhere than on Linux and Windows nobody is kept out. */
export async function holdAlone(folder: string): Promise<Disposable | null> {
  const name = `shoucang-agent-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`;
  if (!['linux', 'win32'].includes(process.platform)) return { [Symbol.dispose]() {} };
  const server = createServer((socket) => socket.destroy());
  return (await listens(server, path)) ? { [Symbol.dispose]: () => void server.close() } : null;
}

function listens(server: Server, path: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  server.once('error', (error: NodeJS.ErrnoException) =>
    error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
  );
  server.listen(path, () => resolve(true));
  server.unref();
  return promise;
}

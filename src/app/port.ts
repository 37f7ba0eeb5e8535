import { createServer } from 'node:net';

/** @throws PortError when nobody can listen there, with what to do about it. */
export class PortError extends Error {}

export async function assertPortFree(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  } catch (error) {
    throw new PortError(
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? `端口 ${port} 已被占用:请停止占用它的程序,或用 SHOUCANG_PORT 另选端口。 ` +
            `Port ${port} is taken: stop the program that uses it, or choose another by SHOUCANG_PORT.`
        : `无法在 ${host}:${port} 上提供服务,请检查 SHOUCANG_HOST 与 SHOUCANG_PORT。 ` +
            `Cannot serve on ${host}:${port}, see SHOUCANG_HOST and SHOUCANG_PORT: ${String(error)}`,
    );
  }
  await new Promise((resolve) => server.close(resolve));
}

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

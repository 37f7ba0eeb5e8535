import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AnyDecl } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Config } from '../config.ts';
import type { Binding } from '../door/bind.ts';
import { assertComplete } from '../door/bind.ts';
import { countAnonymous } from '../door/refusals.ts';
import { registry } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { type Door, registerBindings, send } from './routes.ts';
import { surprise } from './surprise.ts';

export interface ServerOptions {
  config: Config;
  door: Door;
  declared: readonly AnyDecl[];
  bindings: readonly Binding[];
  /** Folder of the built page. */
  webRoot: string;
  /** PEM key and certificate chain; null serves plain HTTP on loopback. */
  tls: { key: string; cert: string } | null;
  /** Answers /readyz: empty when every part is up, otherwise what is not. */
  ready(): Promise<readonly string[]>;
}

/** The HTTP server: declared routes, the page, and the closed list of operational addresses. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  assertComplete(options.declared, options.bindings);
  const app: FastifyInstance = Fastify({
    ...(options.tls
      ? { https: { ...options.tls, minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: false } }
      : {}),
    bodyLimit: 1024 * 1024,
    requestTimeout: 60_000,
    connectionTimeout: 65_000,
    trustProxy: false,
    logger: false,
    forceCloseConnections: true,
  } as object);
  app.setErrorHandler((error: FrameworkError, request, reply) => {
    const refusal = error.refusal ?? refusalOf(error);
    if (!refusal) {
      const { url = 'unknown' } = request.routeOptions;
      return send(options.door, reply, surprise(error, { act: url, method: request.method }));
    }
    countAnonymous(request.ip, refusal.code);
    return send(options.door, reply, refusal);
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: 6000,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) => {
      const refusal = refuse('too-many-requests', { seconds: Math.ceil(context.ttl / 1000) });
      return Object.assign(new Error(refusal.code), { statusCode: 429, refusal });
    },
  });
  // Streams take their bytes as they come; everything else of the API is JSON.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser(
    ['application/octet-stream', 'application/offset+octet-stream'],
    (request, payload, done) => {
      if (request.routeOptions.url?.startsWith('/api/v1/streams/')) done(null, payload);
      else done(Object.assign(new Error('not a stream'), { statusCode: 415 }), undefined);
    },
  );
  guard(app, options);
  operational(app, options);
  registerBindings(app, options.door, options.bindings);
  await page(app, options);
  return app;
}

type FrameworkError = Error & { statusCode?: number; refusal?: Refusal };

/** What the framework refuses before a handler sees it; null when it is our own fault. */
function refusalOf({ statusCode = 500 }: FrameworkError): Refusal | null {
  if (statusCode >= 500 || statusCode < 400) return null;
  if (statusCode === 413) return refuse('too-large', { limit: '1 MiB' });
  return refuse(statusCode === 415 ? 'media-type-unsupported' : 'request-malformed');
}

/** Host, origin and headers: a page of another site must not be able to act here. */
function guard(app: FastifyInstance, { config, door }: ServerOptions): void {
  const origins = new Set([config.origin]);
  app.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host ?? '';
    // WebAuthn refuses a bare address, so a browser that came by one is sent to the name.
    if (
      /^(127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host) &&
      config.name === 'localhost' &&
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      !isOperational(request.url)
    ) {
      return reply.redirect(`${config.origin}${request.url}`, 302);
    }
    securityHeaders(reply, config);
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers.origin;
    if (
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && !origins.has(origin))
    ) {
      countAnonymous(request.ip, 'cross-site');
      return send(door, reply, refuse('cross-site'));
    }
  });
}

function securityHeaders(reply: FastifyReply, config: Config): void {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    ...(config.tls ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  });
}

const operationalPaths = new Set(['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json']);
const isOperational = (url: string): boolean => operationalPaths.has(url.split('?')[0] ?? '');

function operational(app: FastifyInstance, { ready, declared }: ServerOptions): void {
  app.get('/healthz', async () => ({ alive: true }));
  app.get('/readyz', async (_request, reply) => {
    const missing = await ready();
    return reply.code(missing.length === 0 ? 200 : 503).send({ ready: missing.length === 0, missing });
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  const document = openApiDocument(declared);
  app.get('/api/v1/openapi.json', async () => document);
}

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "frame-src 'self' blob:",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function page(app: FastifyInstance, { webRoot, door }: ServerOptions): Promise<void> {
  const indexPath = join(webRoot, 'index.html');
  const template = existsSync(indexPath) ? readFileSync(indexPath, 'utf8') : null;
  const assets = join(webRoot, 'assets');
  if (existsSync(assets)) {
    await app.register(fastifyStatic, {
      root: assets,
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      setHeaders: (reply) => {
        reply.header('cache-control', 'public, max-age=31536000, immutable');
      },
    });
  }
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const wantsPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !request.url.startsWith('/assets/');
    if (!wantsPage || template === null) {
      countAnonymous(request.ip, 'not-found');
      return send(door, reply, refuse('not-found', { what: '页面 / page' }));
    }
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', pagePolicy(nonce))
      .header('content-security-policy-report-only', "require-trusted-types-for 'script'")
      .type('text/html; charset=utf-8')
      .send(template.replaceAll('__CSP_NONCE__', nonce));
  });
}

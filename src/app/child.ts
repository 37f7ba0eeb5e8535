/**
 * Preloaded into every child of `npm start`. When the supervisor is gone, however it went, the
 * channel closes and the child ends: politely first, then for certain.
 */
const politeMs = 10_000;

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), politeMs).unref();
});
// Listening must not keep a child alive that has nothing left to do.
process.channel?.unref();

// Evaluated in the page by footage-in-browser.ts: fetches each piece, compares its digest, puts it where its time
// says into one MediaSource, and plays what is buffered from end to end.
const settled = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

async function playRange(video, { from, to }) {
  video.currentTime = from;
  await settled(video, 'seeked');
  await video.play();
  const limit = performance.now() + 60_000;
  while (video.currentTime < to - 0.2 && !video.ended && performance.now() < limit)
    await new Promise((resolve) => setTimeout(resolve, 20));
  video.pause();
  return Math.min(to, video.currentTime) - from;
}

globalThis.playInPage = async ({ pieces, mediaType }) => {
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const source = new MediaSource();
  const opened = settled(source, 'sourceopen');
  video.src = URL.createObjectURL(source);
  await opened;
  const buffer = source.addSourceBuffer(mediaType);
  let verified = 0;
  for (const { url, sha256, second } of pieces) {
    const bytes = await (await fetch(url)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    if ([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') === sha256) verified += 1;
    buffer.timestampOffset = second;
    const done = settled(buffer, 'updateend');
    buffer.appendBuffer(bytes);
    await done;
  }
  source.endOfStream();
  const { buffered } = buffer;
  const ranges = Array.from({ length: buffered.length }, (_, i) => ({ from: buffered.start(i), to: buffered.end(i) }));
  let playedSeconds = 0;
  video.playbackRate = 8;
  for (const range of ranges) playedSeconds += await playRange(video, range);
  return { buffered: ranges, verified, playedSeconds, pictures: video.getVideoPlaybackQuality().totalVideoFrames };
};

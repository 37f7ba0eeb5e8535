import { describe, expect, test } from 'vitest';
import { fetchList, refuseAddress } from './camera-address.ts';

describe('4.3-1 where a camera is fetched from', () => {
  test.each([
    'rtsp://192.168.1.64/Streaming/Channels/101',
    'rtsp://eye:p%40ss!@10.0.0.7:554/cam?channel=1&subtype=0',
    'rtsps://[fd00::12]:322/live',
    'http://[fe80::1]/video.ts',
    'https://camera-3.lan/live.ts',
    'http://127.0.0.1:9000/a.ts',
    'rtsp://nvr/1',
    'RTSP://172.31.255.254',
  ])('4.3-1 %s is of the site', (address) => {
    expect(refuseAddress(address)).toBeNull();
  });

  test.each([
    ['rtsp://8.8.8.8/live', 'address-outside'],
    ['rtsp://172.32.0.1/live', 'address-outside'],
    ['rtsp://camera.example.com/live', 'address-outside'],
    ['http://lan.example.com/', 'address-outside'],
    ['http://[2001:db8::1]/', 'address-outside'],
    // Numbers in disguise: 8.8.8.8 as one number, in hexadecimal, in octal, cut short.
    ['http://134744072/', 'address-outside'],
    ['http://0x08080808/', 'address-outside'],
    ['http://010.8.8.8/', 'address-outside'],
    ['http://10.1/', 'address-outside'],
    // Hosts that two readers take differently.
    ['http://evil.example?@192.168.1.2/', 'address-unreadable'],
    ['http://evil.example#@192.168.1.2/', 'address-unreadable'],
    ['http://a@b@192.168.1.2/', 'address-unreadable'],
    ['http://192.168.1.2\\@evil.example/', 'address-unreadable'],
    // Other ways to read something.
    ['file:///etc/passwd', 'address-unreadable'],
    ['concat:/etc/passwd', 'address-unreadable'],
    ['/dev/video0', 'address-unreadable'],
    ["rtsp://192.168.1.2/'\nfile '/etc/passwd", 'address-unreadable'],
    ["rtsp://192.168.1.2/a'b", 'address-unreadable'],
    ['rtsp://192.168.1.2/a b', 'address-unreadable'],
    ['', 'address-unreadable'],
  ])('4.3-1 %j is refused: %s', (address, code) => {
    expect(refuseAddress(address)).toBe(code);
  });

  test('the list that is fetched holds the one address', () => {
    expect(fetchList('rtsp://nvr/1').split('\n').slice(0, 3)).toEqual([
      'ffconcat version 1.0',
      "file 'rtsp://nvr/1'",
      'option rtsp_transport tcp',
    ]);
    expect(fetchList('http://nvr/1')).not.toContain('rtsp');
  });
});

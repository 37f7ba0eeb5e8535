/** Two short sounds without a file: rising for right, low and buzzing for wrong. */
let context: AudioContext | null = null;

function tone(audio: AudioContext, type: OscillatorType, hertz: number, start: number, seconds: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = type;
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.0001, audio.currentTime + start);
  gain.gain.exponentialRampToValueAtTime(0.25, audio.currentTime + start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + start + seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(audio.currentTime + start);
  oscillator.stop(audio.currentTime + start + seconds + 0.02);
}

/** Silent where a machine has no sound: the visual twin always shows. */
export function playVerdict(right: boolean): void {
  try {
    context ??= new AudioContext();
    if (right) {
      tone(context, 'sine', 880, 0, 0.09);
      tone(context, 'sine', 1320, 0.08, 0.12);
    } else {
      tone(context, 'square', 196, 0, 0.18);
      tone(context, 'square', 147, 0.2, 0.32);
    }
  } catch {
    context = null;
  }
}

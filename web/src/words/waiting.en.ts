import type { Same } from "./same.ts";
import type { waitingZh } from "./waiting.zh.ts";

export const waitingEn: Same<typeof waitingZh> = {
  "waiting.title": "Waiting and device check",
  "waiting.back": "Back to the request",
  "waiting.self": "Your picture",
  "waiting.self_off": "The camera is off",
  "waiting.camera": "Camera",
  "waiting.microphone": "Microphone",
  "waiting.speaker": "Speaker",
  "waiting.default_device": "System default",
  "waiting.level": "Microphone level",
  "waiting.level_hint": "Say a few words: the green bar should move with your voice.",
  "waiting.dark": "The picture is too dark: turn on a light, or let it come from the front.",
  "waiting.audio_only": "Voice only (no camera, next time as well)",
  "waiting.flip": "Other camera",
  "waiting.tone": "Play a tone",
  "waiting.tone_playing": "Playing…",
  "waiting.heard_question": "Did you hear the tone?",
  "waiting.heard": "I heard it",
  "waiting.not_heard": "I did not",
  "waiting.speaker_good": "The speaker works.",
  "waiting.speaker_help":
    "Turn up the volume, check that the headphones are plugged in, or choose another speaker.",
  "waiting.record": "Record 3 seconds",
  "waiting.recording": "Recording, please speak…",
  "waiting.playback": "Your recording",
  "waiting.retry": "Try again",
  "waiting.trouble.video.busy":
    "Another program is using the camera. Close other meeting or chat programs, then choose “Try again”.",
  "waiting.trouble.video.refused":
    "The browser may not use the camera. Click the icon left of the address, set “Camera” to “Allow”, then choose “Try again”.",
  "waiting.trouble.video.absent":
    "No camera was found. Plug one in and try again; you can also consult by voice alone.",
  "waiting.trouble.video.insecure":
    "This address is not secure, so the browser offers no camera. Open it with https://, or ask the administrator to install the certificate.",
  "waiting.trouble.video.other":
    "The camera does not open. Unplug it and plug it in again, or restart; you can also consult by voice.",
  "waiting.trouble.audio.busy":
    "Another program is using the microphone. Close other meeting or chat programs, then choose “Try again”.",
  "waiting.trouble.audio.refused":
    "The browser may not use the microphone. Click the icon left of the address, set “Microphone” to “Allow”, then choose “Try again”.",
  "waiting.trouble.audio.absent":
    "No microphone was found. Plug in a microphone or headset and try again; you can also consult by text and images.",
  "waiting.trouble.audio.insecure":
    "This address is not secure, so the browser offers no microphone. Open it with https://, or ask the administrator to install the certificate.",
  "waiting.trouble.audio.other":
    "The microphone does not open. Unplug it and plug it in again, or restart; you can also consult by text and images.",
  "waiting.link": "Network",
  "waiting.link_testing": "Testing the network, about 6 seconds…",
  "waiting.link_again": "Test again",
  "waiting.step.full": "Very good: voice, video and images all work.",
  "waiting.step.small": "Good enough: voice and images work; the video will be small.",
  "waiting.step.audio": "Poor: use voice and images, without video.",
  "waiting.step.text": "Very poor: even the voice may break up. Be ready for text and telephone.",
  "waiting.step.relayed": "Usable: no direct way from this network; the call will use a relay.",
  "waiting.step.blocked":
    "This network blocks voice and video. Text and images still work; use a phone hotspot or tell the network administrator.",
  "waiting.link_failed": "The network test did not finish. You can enter the room all the same.",
  "waiting.link_busy":
    "Many are testing now; try again a little later. You can enter the room all the same.",
  "waiting.link_figures": (p) =>
    `Round trip ${p.trip} ms · up ${p.up} · down ${p.down} kbit/s · loss ${p.loss}%`,
  "waiting.bars": (p) => `Signal: ${p.bars} of 4 bars`,
  "waiting.use_audio": "Switch to voice only",
  "waiting.who": "Who is here",
  "waiting.who_in": "in the room",
  "waiting.who_checked": "here, waiting",
  "waiting.who_absent": "not here yet",
  "waiting.you": "you",
  "waiting.time": "Time of the consultation",
  "waiting.emergency": "Emergency: you can enter now.",
  "waiting.opens_in": (p) => `opens in ${p.span}`,
  "waiting.starts_in": (p) => `starts in ${p.span}`,
  "waiting.begun": (p) => `${p.span} past the booked time`,
  "waiting.running": "The consultation is under way: please enter.",
  "waiting.enter": "Enter the room",
  "waiting.reenter": "Back to the room",
  "waiting.left": "You have left the room. The consultation goes on; you can return at any time.",
  "waiting.without.video": "You will enter with voice only.",
  "waiting.without.audio": "No microphone: nobody will hear you. Text and images work.",
  "waiting.without.both":
    "No camera and no microphone: you can watch, listen, write and show images.",
};

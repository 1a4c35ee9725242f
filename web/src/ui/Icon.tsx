/** Strokes on a 24 px grid. An icon never stands alone: a word is beside it, or in its label. */
const STROKES = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 13l4 4L19 7",
  home: "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  inbox: "M4 13l3-8h10l3 8v6H4v-6zM4 13h5a3 3 0 006 0h5",
  board: "M4 5h4v14H4zM10 5h4v9h-4zM16 5h4v12h-4z",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  leave: "M10 5H5v14h5M14 8l4 4-4 4M18 12H9",
  globe: "M12 21a9 9 0 100-18 9 9 0 000 18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  alert: "M12 4l9 16H3L12 4zM12 10v4M12 17h.01",
  info: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 11v5M12 8h.01",
  siren: "M7 18v-5a5 5 0 0110 0v5M4 21h16M6 18h12M12 3v2M4 6l1.5 1.5M20 6l-1.5 1.5",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2",
  calendar: "M5 6h14v14H5zM5 10h14M9 3v5M15 3v5",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16a3 3 0 100-6 3 3 0 000 6z",
  cameraOff: "M4 8h3l2-3h6l2 3h3v11M4 8v11h13M3 3l18 18",
  video: "M4 7h11v10H4zM15 11l5-3v8l-5-3",
  videoOff: "M9 7h6v6M15 11l5-3v8M15 17H4V7h1M3 3l18 18",
  microphone: "M12 15a3 3 0 003-3V6a3 3 0 00-6 0v6a3 3 0 003 3zM6 11a6 6 0 0012 0M12 17v4",
  microphoneOff: "M9 9v3a3 3 0 005 2M15 11V6a3 3 0 00-6 0M6 11a6 6 0 0010 4.5M12 17v4M3 3l18 18",
  speaker: "M4 10v4h4l5 4V6l-5 4H4zM16 9a4 4 0 010 6M18.5 6.5a8 8 0 010 11",
  hand: "M8 12V6a1.5 1.5 0 013 0v5V4.500a1.500 1.500 0 013 0V11V6a1.500 1.500 0 013 0v8c0 4-2 7-6 7-3 0-4.500-1.500-7-6-.800-1.500 1-2.500 2-1.500L8 15",
  hangUp: "M4 14c5-5 11-5 16 0l-2 3-4-2v-2.500a9 9 0 00-4 0V15l-4 2-2-3z",
  screen: "M4 5h16v11H4zM9 20h6M12 16v4",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  folder: "M4 6h6l2 2h8v11H4z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  pen: "M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  search: "M11 18a7 7 0 100-14 7 7 0 000 14zM16 16l5 5",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  up: "M5 15l7-7 7 7",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  wifiOff:
    "M3 3l18 18M8.500 15.500a5 5 0 017 0M5 12a10 10 0 015-2.700M14 9.300a10 10 0 015 2.700M12 19h.01",
  wifi: "M8.500 15.500a5 5 0 017 0M5 12a10 10 0 0114 0M2 8.500a15 15 0 0120 0M12 19h.01",
  refresh: "M20 11a8 8 0 10-2 6M20 5v6h-6",
  flag: "M6 21V4h11l-2 4 2 4H6",
  shield: "M12 3l8 3v6c0 5-3 8-8 9-5-1-8-4-8-9V6z",
  zoomIn: "M11 18a7 7 0 100-14 7 7 0 000 14zM16 16l5 5M11 8v6M8 11h6",
  zoomOut: "M11 18a7 7 0 100-14 7 7 0 000 14zM16 16l5 5M8 11h6",
  move: "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3",
  contrast: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 3v18M12 8h5M12 12h6M12 16h5",
  ruler: "M4 16L16 4l4 4L8 20zM8 12l2 2M11 9l2 2M14 6l2 2",
  layers: "M12 4l8 4-8 4-8-4zM4 12l8 4 8-4M4 16l8 4 8-4",
  eye: "M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7zM12 15a3 3 0 100-6 3 3 0 000 6z",
  pointer: "M5 4l6 16 2-7 7-2z",
  link: "M10 14a4 4 0 005 .500l3-3a4 4 0 00-5.500-5.500L11 7.500M14 10a4 4 0 00-5-.500l-3 3A4 4 0 0011.500 18L13 16.500",
  play: "M8 5l11 7-11 7z",
  pulse: "M3 12h4l2-6 4 12 2-6h6",
} as const;

export type IconName = keyof typeof STROKES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={STROKES[name]} />
    </svg>
  );
}

/** The room's own keys; the viewer has its own. Pure. */

export const ROOM_KEYS = {
  m: "microphone",
  v: "camera",
  f: "follow",
  n: "lead",
  x: "picture",
  "?": "list",
} as const;

export type RoomAction = (typeof ROOM_KEYS)[keyof typeof ROOM_KEYS];

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
}

const WRITING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

function isRoomKey(key: string): key is keyof typeof ROOM_KEYS {
  return Object.hasOwn(ROOM_KEYS, key);
}

/** What a key press asks for; nothing while somebody writes or holds a modifier. */
export function actionOf(press: Press, tag: string, editable: boolean): RoomAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.repeat) return null;
  if (editable || WRITING.has(tag)) return null;
  const key = press.key.toLowerCase();
  return isRoomKey(key) ? ROOM_KEYS[key] : null;
}

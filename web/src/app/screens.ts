import type { ComponentType } from "preact";

import type { Role } from "../contract/wire.gen.ts";
import { Home } from "../home/Home.tsx";
import type { Params } from "./router.ts";

export interface ScreenProps {
  params: Params;
}

export type Screen = ComponentType<ScreenProps>;

interface Route {
  pattern: string;
  /** The screen itself, or how to fetch it when it is first wanted. */
  screen?: Screen;
  load?: () => Promise<{ Screen: Screen }>;
  /** Who may open it; left out: everybody signed in. The server decides in any case. */
  roles?: readonly Role[];
  /** Drawn over the whole window, without header and menu. */
  bare?: boolean;
}

export const ROUTES: readonly Route[] = [
  { pattern: "/", screen: Home },
  { pattern: "/request", load: () => import("../request/Screen.tsx") },
  { pattern: "/request/:id", load: () => import("../request/Screen.tsx") },
  { pattern: "/cases/:id", load: () => import("../case/Screen.tsx") },
  { pattern: "/cases/:id/images", load: () => import("../viewer/Screen.tsx"), bare: true },
  {
    pattern: "/queue",
    load: () => import("../queue/Screen.tsx"),
    roles: ["expert", "radiologist"],
  },
  { pattern: "/desk", load: () => import("../desk/Screen.tsx"), roles: ["dispatcher"] },
  { pattern: "/cases/:id/room/:session", load: () => import("../room/Screen.tsx"), bare: true },
  {
    pattern: "/admin",
    load: () => import("../admin/Screen.tsx"),
    roles: ["administrator", "auditor"],
  },
];

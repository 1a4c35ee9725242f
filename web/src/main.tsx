import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/parts.css";
import "./app/shell.css";
import "./signin/signin.css";

import { render } from "preact";

import { App, loadAhead } from "./app/App.tsx";
import { recognise } from "./app/me.ts";
import { keepShell } from "./offline/shell.ts";
import { rememberedLanguage, speak } from "./words/t.ts";

async function start(root: HTMLElement): Promise<void> {
  loadAhead();
  await speak(rememberedLanguage()).catch(() => undefined);
  render(<App />, root);
  await recognise();
  if (import.meta.env.PROD) await keepShell();
}

const root = document.getElementById("app");
if (root !== null) start(root).catch(() => undefined);

/** The viewer alone on a page; `?shared` puts two side by side that share a view. */

import { render } from "preact";

import "../../ui/tokens.css";
import "../../ui/base.css";
import "./dev.css";
import type { Drawing } from "../draw.ts";
import { list, textOf } from "../shape.ts";
import { createShared, type SharedIn, type SharedOut } from "../shared.ts";
import { Viewer } from "../Viewer.tsx";

const query = new URLSearchParams(location.search);

function drawing(): Drawing {
  const wanted = query.get("draw");
  return wanted === "canvas" || wanted === "webgl" ? wanted : "auto";
}

/** Two seats whose messages cross at once, as through a room. */
function seats() {
  const one = createShared((message) => deliver("one", message), "one");
  const two = createShared((message) => deliver("two", message), "two");
  function deliver(sender: string, message: SharedOut): void {
    const heard: SharedIn =
      message.type === "view"
        ? { ...message, sender }
        : { type: "leader", leader: message.lead ? sender : null };
    for (const seat of [one, two]) seat.receive(heard);
  }
  return [one, two] as const;
}

function nameOf(person: string): string {
  return person === "one" ? "李主任" : "王医生";
}

function Page({ studies }: { studies: readonly string[] }) {
  const props = { studies, nameOf, drawing: drawing(), onKeyImage: () => undefined };
  if (!query.has("shared")) return <Viewer {...props} />;
  const [one, two] = seats();
  return (
    <>
      <Viewer {...props} shared={one} />
      <Viewer {...props} shared={two} />
    </>
  );
}

const answer = await fetch("/dev-studies");
const studies = list(textOf, await answer.json());
const root = document.getElementById("app");
if (root !== null) render(<Page studies={studies} />, root);

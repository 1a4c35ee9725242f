/** The people: a large tile each, and one's own small one. */

import type { ReadonlySignal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { OwnVideo } from "../waiting/Camera.tsx";
import type { Local } from "../waiting/local.ts";
import { speakThrough } from "../waiting/sound.ts";
import { t } from "../words/t.ts";
import type { Link } from "./links.ts";
import type { Room, Tile } from "./model.ts";
import { quietly } from "./quietly.ts";
import { age } from "./spans.ts";
import { isSpeaking, showsPicture, tileState, type TileState } from "./tiles.ts";

interface MediaProps {
  readonly link: Link;
  readonly shown: boolean;
  readonly speaker: string;
  readonly seen: () => void;
}

/** Plays what the other side sends; a browser that wants a click first gets a button. */
function RemoteMedia({ link, shown, speaker, seen }: MediaProps) {
  const video = useRef<HTMLVideoElement>(null);
  const blocked = useSignal(false);
  const stream = link.stream.value;
  const play = () => {
    video.current?.play().then(
      () => (blocked.value = false),
      (error: unknown) => {
        blocked.value = error instanceof Error && error.name === "NotAllowedError";
      },
    );
  };
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    play();
  }, [stream]);
  useEffect(() => {
    if (video.current !== null) quietly(speakThrough(video.current, speaker));
  }, [speaker]);
  return (
    <>
      <video ref={video} class="tile-video" data-shown={shown} playsInline onLoadedData={seen} />
      {blocked.value && (
        <div class="tile-over">
          <Button kind="main" icon="speaker" onClick={play}>
            {t("room.tile.play")}
          </Button>
        </div>
      )}
    </>
  );
}

function cardText({ seat }: Tile, state: TileState): string {
  if (state === "away") return t("room.tile.away");
  if (state === "connecting") return t("room.tile.connecting");
  if (state === "reconnecting") return t("room.tile.reconnecting");
  if (seat.medium === "text") return t("room.tile.text_only");
  return seat.medium === "audio" ? t("room.tile.audio_only") : t("room.tile.camera_off");
}

function Reconnecting({ link, now }: { link: Link; now: number }) {
  const last = link.frameAt.value;
  return (
    <p class="tile-state" role="status">
      <strong>{t("room.tile.reconnecting")}</strong>
      {last !== null && <span>{t("room.tile.last_frame", { seconds: age(last, now) })}</span>}
    </p>
  );
}

function Caption({ tile: { seat }, speaking }: { tile: Tile; speaking: boolean }) {
  return (
    <figcaption class="tile-name">
      <span>
        {seat.name} {seat.title}
      </span>
      {!seat.audio && seat.state !== "away" && (
        <span class="tile-mark">
          <Icon name="microphoneOff" />
          <span class="sr-only">{t("room.tile.muted")}</span>
        </span>
      )}
      {speaking && <span class="sr-only">{t("room.tile.speaking")}</span>}
    </figcaption>
  );
}

interface RemoteProps {
  readonly tile: Tile;
  readonly local: Local;
  readonly now: ReadonlySignal<number>;
  readonly seen: () => void;
}

function RemoteTile({ tile, local, now, seen }: RemoteProps) {
  const { seat, link } = tile;
  const frames = link?.frames.value ?? 0;
  const state = tileState(seat, link?.state.value, link?.frameAt.value ?? null, now.value);
  const level = link?.level.value ?? 0;
  const shown = showsPicture(seat, state, frames) || (seat.video && state === "connected");
  const speaking = state === "connected" && isSpeaking(seat, level);
  return (
    <figure
      class="tile"
      data-testid="tile-remote"
      data-person={seat.person}
      data-state={state}
      data-frames={frames}
      data-audio-level={level.toFixed(4)}
      data-audio-energy={(link?.energy.value ?? 0).toFixed(6)}
      data-audio={seat.audio}
      data-video={seat.video}
      data-speaking={speaking}
    >
      {!shown && (
        <p class="tile-card">
          <Icon name={state === "away" ? "hangUp" : "person"} />
          <span role="status">{cardText(tile, state)}</span>
        </p>
      )}
      {link !== undefined && (
        <RemoteMedia link={link} shown={shown} speaker={local.choice.value.speaker} seen={seen} />
      )}
      {shown && state === "reconnecting" && link !== undefined && (
        <Reconnecting link={link} now={now.value} />
      )}
      <Caption tile={tile} speaking={speaking} />
    </figure>
  );
}

function OwnTile({ local }: { local: Local }) {
  const { audio, video } = local.tracks.value;
  const muted = audio === null || !local.wished.value.audio;
  return (
    <figure
      class="tile tile-own"
      data-testid="tile-self"
      data-state={video === null ? "off" : "on"}
      data-audio={!muted}
    >
      {video === null && (
        <p class="tile-card">
          <Icon name="videoOff" />
          <span class="sr-only">{t("waiting.self_off")}</span>
        </p>
      )}
      <OwnVideo local={local} />
      <figcaption class="tile-name">
        <span>{t("room.you")}</span>
        {muted && (
          <span class="tile-mark">
            <Icon name="microphoneOff" />
            <span class="sr-only">{t("room.tile.muted")}</span>
          </span>
        )}
      </figcaption>
    </figure>
  );
}

interface TilesProps {
  readonly room: Room;
  readonly local: Local;
  readonly now: ReadonlySignal<number>; // this machine's time, ms
}

export function Tiles({ room, local, now }: TilesProps) {
  const tiles = room.tiles.value;
  return (
    <div class="tiles" data-count={tiles.length}>
      {tiles.length === 0 && <p class="tile tile-alone">{t("room.alone")}</p>}
      {tiles.map((tile) => (
        <RemoteTile key={tile.seat.person} tile={tile} local={local} now={now} seen={room.seen} />
      ))}
      <OwnTile local={local} />
    </div>
  );
}

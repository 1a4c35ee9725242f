import { useEffect, useRef, useState } from "preact/hooks";

import { t } from "../words/t.ts";
import { Button } from "./Button.tsx";

interface Props {
  label: string;
  /** A PNG after each stroke, null when wiped. */
  onChange: (drawn: Blob | null) => void;
}

const LINE_WIDTH = 2.5; // CSS pixels
const INK = "#17212b";

/** Fit the bitmap to the screen's pixels, on white, so that the PNG prints well. */
function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  context.lineWidth = LINE_WIDTH;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = INK;
  return context;
}

/** Draw with finger, pen or mouse. */
export function SignaturePad({ label, onChange }: Props) {
  const element = useRef<HTMLCanvasElement>(null);
  const context = useRef<CanvasRenderingContext2D | null>(null);
  const [drawn, setDrawn] = useState(false);

  const wipe = () => {
    if (element.current !== null) context.current = prepare(element.current);
    setDrawn(false);
  };
  useEffect(wipe, []);

  const start = (event: PointerEvent) => {
    element.current?.setPointerCapture(event.pointerId);
    context.current?.beginPath();
    context.current?.moveTo(event.offsetX, event.offsetY);
    context.current?.lineTo(event.offsetX + 0.1, event.offsetY);
    context.current?.stroke();
  };
  const draw = (event: PointerEvent) => {
    if (element.current?.hasPointerCapture(event.pointerId) !== true) return;
    context.current?.lineTo(event.offsetX, event.offsetY);
    context.current?.stroke();
  };
  const end = (event: PointerEvent) => {
    element.current?.releasePointerCapture(event.pointerId);
    setDrawn(true);
    element.current?.toBlob(onChange, "image/png");
  };

  return (
    <div class="stack-tight">
      <canvas
        ref={element}
        class="signature"
        role="img"
        aria-label={label}
        onPointerDown={start}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <div class="row">
        <p class="secondary grow">{label}</p>
        <Button
          kind="quiet"
          icon="trash"
          disabled={!drawn}
          onClick={() => {
            wipe();
            onChange(null);
          }}
        >
          {t("ui.wipe")}
        </Button>
      </div>
    </div>
  );
}

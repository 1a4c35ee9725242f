import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import { t } from "../words/t.ts";
import { Button } from "./Button.tsx";

interface Props {
  title: string;
  onClose: () => void;
  /** Without it there is no way out but the actions inside. */
  closable?: boolean;
  size?: "wide";
  children: ComponentChildren;
}

/** A native dialog over the page; it is open while it is drawn. */
export function Dialog({ title, onClose, closable = true, size, children }: Props) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class="dialog"
      data-size={size}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (closable) onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        {closable && (
          <Button kind="quiet" icon="close" onClick={onClose}>
            {t("ui.close")}
          </Button>
        )}
      </div>
      {children}
    </dialog>
  );
}

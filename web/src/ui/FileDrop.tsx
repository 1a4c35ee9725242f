import { useRef, useState } from "preact/hooks";

import { t } from "../words/t.ts";
import { Button } from "./Button.tsx";
import { dropped } from "./entries.ts";
import type { IconName } from "./Icon.tsx";

interface PickProps {
  label: string;
  icon: IconName;
  accept?: string;
  multiple?: boolean;
  folder?: boolean;
  camera?: boolean;
  onFiles: (files: readonly File[]) => void;
}

/** A button that opens the system's own picker. */
export function FilePick({ label, icon, accept, multiple, folder, camera, onFiles }: PickProps) {
  const input = useRef<HTMLInputElement | null>(null);
  return (
    <>
      <Button icon={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          if (element !== null && folder === true) element.webkitdirectory = true;
        }}
        type="file"
        hidden
        aria-label={label}
        accept={accept}
        multiple={multiple}
        capture={camera === true ? "environment" : undefined}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

interface Props {
  hint: string;
  onFiles: (files: readonly File[]) => void;
}

/** Camera, album, folder, files, or simply dropped here. */
export function FileDrop({ hint, onFiles }: Props) {
  const [over, setOver] = useState(false);
  return (
    <div
      class="drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer !== null) {
          dropped(event.dataTransfer).then(onFiles, () => onFiles([]));
        }
      }}
    >
      <p>{hint}</p>
      <div class="choices">
        <FilePick label={t("ui.folder")} icon="folder" folder multiple onFiles={onFiles} />
        <FilePick label={t("ui.photo")} icon="camera" accept="image/*" camera onFiles={onFiles} />
        <FilePick label={t("ui.files")} icon="file" multiple onFiles={onFiles} />
      </div>
    </div>
  );
}
